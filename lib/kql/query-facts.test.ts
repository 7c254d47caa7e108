import { describe, expect, it } from 'vitest';
import { readSchemas } from '@/lib/knowledge';
import { createQueryFacts } from './query-facts';

const factsOf = createQueryFacts(readSchemas());

describe('queryFacts', () => {
  it('names the table whose columns all pass, and the columns that the query adds', () => {
    const kql = 'Event | where EventID == 1 | extend User = "x" | project-reorder User';
    expect(factsOf(kql, 'sentinel', 'Event')).toEqual({
      passes: 'Event',
      columns: ['User'],
      tests: ['EventID'],
      operators: ['extend', 'project-reorder', 'where'],
      readsDynamic: false,
    });
  });

  it('names every column of a result that lacks some of the table', () => {
    const kql = 'Event | summarize n = count() by Computer';
    expect(factsOf(kql, 'sentinel', 'Event')).toEqual({
      passes: null,
      columns: ['Computer', 'n'],
      tests: [],
      operators: ['summarize'],
      readsDynamic: false,
    });
  });

  it('finds operators in subqueries, and statements and sources that are none', () => {
    const kql =
      'let x = dynamic(["a"]);\nDeviceEvents | where DeviceId in ((union DeviceInfo, DeviceEvents | distinct DeviceId))';
    expect(factsOf(kql, 'defender-xdr', 'DeviceEvents')).toMatchObject({
      passes: 'DeviceEvents',
      operators: ['distinct', 'let', 'union', 'where'],
    });
  });

  it('notices a string that is made of a dynamic value, and no other', () => {
    const read = (expression: string) =>
      factsOf(`DeviceEvents | extend x = ${expression}`, 'defender-xdr', 'DeviceEvents')
        .readsDynamic;
    expect(read('tostring(parse_json(AdditionalFields).a)')).toBe(true);
    expect(read('tostring(FileName)')).toBe(false);
  });

  it('names the tested columns of the result, in order, and no member of a dynamic one', () => {
    const kql =
      'AWSCloudTrail | where EventName == "a" | extend x = parse_json(ResponseElements) | where tostring(x.ConsoleLogin) == "b" and AWSRegion == "c" | project-away EventName';
    expect(factsOf(kql, 'sentinel', 'AWSCloudTrail').tests).toEqual(['x', 'AWSRegion']);
  });

  it('knows the columns of an ASIM parser', () => {
    const kql = '_Im_Dns(domain_has_any = dynamic(["x"])) | where DnsQuery has "x"';
    expect(factsOf(kql, 'sentinel-asim', '_Im_Dns')).toMatchObject({
      passes: '_Im_Dns',
      columns: [],
    });
  });

  it('knows nothing of a query that cannot be parsed', () => {
    expect(factsOf(`print ${'('.repeat(500)}`, 'sentinel', null)).toEqual({
      passes: null,
      columns: [],
      tests: [],
      operators: [],
      readsDynamic: false,
    });
  });
});
