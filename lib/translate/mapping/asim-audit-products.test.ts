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

/** Parsers of `_Im_AuditEvent` that fill AdditionalFields even without `pack=true`. */
const ALWAYS_PACKS = /EventProduct == "Azure"/;

describe('mappings that read AdditionalFields of an ASIM parser', () => {
  it('tell the parser to fill it', () => {
    const readers = readKnowledge()
      .mappings.all.filter(({ target }) => target === 'sentinel-asim')
      .flatMap(({ variants }) => variants)
      .filter(({ named, keywords }) =>
        `${keywords?.text} ${JSON.stringify([...named.values()])}`.includes('AdditionalFields'),
      );
    expect(readers.length).toBeGreaterThan(0);
    const empty = readers.filter(
      (variant) =>
        !variant.arguments.includes('pack=true') && !ALWAYS_PACKS.test(variant.where.join(' ')),
    );
    expect(empty.map(({ label }) => label)).toEqual([]);
  });
});
