import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { createTranslator } from '@/lib/translate';
import { constantColumns } from './constant-columns';
import { ruleOf } from './samples';

const { translate, columnOf } = createTranslator(readKnowledge());

function columnsOf(fields: readonly string[]) {
  const rule = ruleOf(`title: T
logsource: { category: firewall }
detection: { selection: { dst_port: 23 }, condition: selection }`);
  const logsource = { product: null, category: 'firewall', service: null };
  return constantColumns(fields, logsource, [translate(rule, 'sentinel-asim')], columnOf);
}

describe('constantColumns', () => {
  it('names the columns of fields, and makes a text of a number', () => {
    expect(columnsOf(['src_ip', 'dst_port'])).toEqual({
      _Im_NetworkSession: ['SrcIpAddr', 'DstPortNumberText = tostring(DstPortNumber)'],
    });
  });

  it('names none of a table that lacks one of the fields', () => {
    expect(columnsOf(['src_ip', 'no_such_field'])).toEqual({});
  });
});
