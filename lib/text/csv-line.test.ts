import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-line';

const cell = (text: string) => csvLine([text]).slice(0, -2);

describe('csvLine', () => {
  it('quotes as RFC 4180 has it', () => {
    expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', ''])).toBe(
      'a,"b,c","say ""x""","two\nlines",\r\n',
    );
  });

  it.each([
    ['the plain signs', '=1+1', '+1', '-1', '@SUM(A1)'],
    ['full-width signs', '＝1', '＋1', '－1', '＠SUM'],
    ['small, raised and lowered signs', '﹦1', '﹢1', '﹣1', '﹫S', '⁼1', '₊1', '−1'],
    ['a sign after invisible characters', '\u200b=1', '\ufeff+1', '\u202e-1', '\u2060\u200d@S'],
    ['a sign after spaces and quotes', ' =1', '\u00a0=1', '\u3000=1', '"=1', "'=1", ' "\u200b=1'],
    ['tabs and line breaks', '\t=1', '\tx', '\r=1', '\nx'],
  ])('makes %s text', (_, ...texts) => {
    for (const text of texts) expect(cell(text), JSON.stringify(text)).toMatch(/^"?'/);
  });

  it('leaves other cells alone', () => {
    for (const text of ['a=b', 'x@y.example', '2026-11-28', '“=1”', 'C:\\a', '"quoted" word']) {
      expect(cell(text).replace(/^"|"$/g, '').replaceAll('""', '"')).toBe(text);
    }
  });

  it('quotes separators of other locales, so that no cell begins inside another', () => {
    expect(cell('a;=1')).toBe('"a;=1"');
    expect(cell('a\t=1')).toBe('"a\t=1"');
  });

  it('gives every cell back, with at most one apostrophe before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = cell(text);
        const read = /^"[\s\S]*"$/.test(written)
          ? written.slice(1, -1).replaceAll('""', '"')
          : written;
        expect([text, `'${text}`]).toContain(read);
      }),
    );
  });
});
