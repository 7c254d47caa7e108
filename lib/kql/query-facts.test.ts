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
      left: [{ column: 'EventID', values: ['1'] }],
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
      left: [],
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

  it('names the values that the filters leave in a column, and none where another way leaves it free', () => {
    const left = (condition: string) =>
      factsOf(`SecurityEvent | where ${condition}`, 'sentinel', 'SecurityEvent').left;
    expect(
      left(String.raw`EventID in (4656, 4663) and ProcessName endswith @"\netsh.exe"`),
    ).toEqual([
      { column: 'EventID', values: ['4656', '4663'] },
      { column: 'ProcessName', values: [String.raw`*\netsh.exe`] },
    ]);
    expect(left('(EventID == 1 or EventID == 2 and Account =~ "a") and EventID != 3')).toEqual([
      { column: 'EventID', values: ['1', '2'] },
    ]);
    expect(left('EventID == 1 or Account == "a"')).toEqual([]);
    expect(left('not(EventID == 1) and Account contains "a"')).toEqual([]);
    expect(left('EventID in (1, 2) | where EventID == 1 | extend x = 1')).toEqual([
      { column: 'EventID', values: ['1'] },
    ]);
    const many = Array.from({ length: 30 }, (_, at) => at).join(', ');
    expect(left(`EventID in (${many})`)).toEqual([]);
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
      left: [],
      operators: [],
      readsDynamic: false,
    });
  });
});
