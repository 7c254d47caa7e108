import { describe, expect, it } from 'vitest';
import { attributionHeader, outcomeNote } from './attribution';

describe('attributionHeader', () => {
  it('names title, author, licence and link, each on its own comment line', () => {
    const rule = { id: 'i', title: 'A\n| take 1', author: 'B' };
    const header = attributionHeader(rule, 'CC0 1.0', 'https://example.com/r.yml');
    const lines = header.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^\/\/ /);
    expect(lines.join('\n')).toContain('Licence: CC0 1.0');
    expect(lines.join('\n')).toContain('https://example.com/r.yml');
  });

  it('makes invisible characters visible and cuts what is unreasonably long', () => {
    const rule = { id: 'i', title: 'A\u202eB', author: 'C\u200b'.repeat(9999) };
    const header = attributionHeader(rule, null);
    expect(header).toContain('// A\\u{202E}B\n');
    expect(header).toContain('C\\u{200B}');
    expect(header).toContain('(19,998 characters)');
    expect(header.length).toBeLessThan(5000);
  });

  it('claims no licence that nobody states', () => {
    const rule = { id: 'i', title: 'A', author: 'B' };
    expect(attributionHeader(rule, null)).toContain('Licence: not stated\n');
  });

  it('names no id if the rule has none', () => {
    expect(attributionHeader({ id: '', title: 'A', author: 'B' }, null)).toContain(
      '// Source: Sigma rule, translated to KQL by Watchfloor\n',
    );
  });

  it('names the rule if it has no link', () => {
    const rule = { id: 'i', title: 'A', author: 'B' };
    expect(attributionHeader(rule, null)).toContain(
      '// Source: Sigma rule i, translated to KQL by Watchfloor\n',
    );
  });
});

describe('outcomeNote', () => {
  const warning = {
    severity: 'warning',
    code: 'translate/unmapped-field',
    message: 'Wider.\n| take 1',
  } as const;

  it('says once why a query is approximate, in text that cannot end the comment', () => {
    expect(outcomeNote({ outcome: 'approximate', diagnostics: [warning, warning] })).toBe(
      '// Approximate: Wider. | take 1\n',
    );
  });

  it('leaves out limits of a service', () => {
    const long = { ...warning, severity: 'info', code: 'translate/query-length' } as const;
    expect(outcomeNote({ outcome: 'approximate', diagnostics: [warning, long] })).toBe(
      '// Approximate: Wider. | take 1\n',
    );
  });

  it('is empty for an exact query', () => {
    expect(outcomeNote({ outcome: 'exact', diagnostics: [warning] })).toBe('');
  });
});
