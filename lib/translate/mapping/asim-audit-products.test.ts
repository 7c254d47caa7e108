import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';

/**
 * The products of the parsers that the mappings use and that `_Im_AuditEvent` includes. It leaves out
 * parsers that Microsoft publishes for other products, such as the audit logs of Entra and GitHub:
 * https://github.com/Azure/Azure-Sentinel/blob/master/Parsers/ASimAuditEvent/Parsers/imAuditEvent.yaml
 */
const INCLUDED = [
  'CloudTrail',
  'Azure',
  'Exchange 365',
  'Security Events',
  'Windows',
  'SQL Audit Logs',
];

const filters = readKnowledge()
  .mappings.all.flatMap(({ variants }) => variants)
  .filter(({ table }) => table === '_Im_AuditEvent')
  .map(({ where }) => where.join(' and '));

describe('mappings to _Im_AuditEvent', () => {
  it('ask only for products whose parser it includes', () => {
    const products = filters.map((filter) => {
      const named = /EventProduct (?:== |in \()((?:"[^"]+"(?:, )?)+)/.exec(filter)?.[1];
      return named?.split(', ').map((quoted) => quoted.slice(1, -1)) ?? [filter];
    });
    expect(products.length).toBeGreaterThan(0);
    expect(products.flat().filter((product) => !INCLUDED.includes(product))).toEqual([]);
  });
});
