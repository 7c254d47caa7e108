import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microsoft } from '@/lib/kql/microsoft';
import { quoteString } from '@/lib/kql/quote';
import { asciiQuery, asciiText, isAscii } from './ascii';

describe('asciiQuery', () => {
  it('leaves an ASCII query as it is', () => {
    expect(asciiQuery('T | where a == @"b\\c" // d')).toBe('T | where a == @"b\\c" // d');
  });

  it('escapes in strings and writes comments plainly', () => {
    expect(asciiQuery('T | where a in ("–v", @"C:\\é") // Größe – x')).toBe(
      'T | where a in ("\\u2013v", "C:\\\\\\u00e9") // Grosse - x',
    );
  });

  it('keeps the value of every string', () => {
    const { stringValue } = microsoft();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const escaped = asciiQuery(quoteString(`é${value}`));
        expect(isAscii(escaped)).toBe(true);
        expect(stringValue(escaped)).toBe(`é${value}`);
      }),
    );
  });

  it('keeps the value of a verbatim string with quotes and line breaks', () => {
    const escaped = asciiQuery("@'a''b\"\n\té😀'");
    expect(microsoft().stringValue(escaped)).toBe('a\'b"\n\té😀');
  });
});

describe('asciiText', () => {
  it('keeps what has a plain form and marks the rest', () => {
    expect(asciiText('“Größe” – l’été… 日')).toBe('"Grosse" - l\'ete... ?');
  });
});
