import fc from 'fast-check';
import { expect, it } from 'vitest';
import { xml } from './xml';

it('escapes markup and writes invisible characters as their numbers', () => {
  expect(xml('<a href="x">&\u202e\0\u{1f}</a>')).toBe(
    '&#60;a href=&#34;x&#34;&#62;&#38;\\u{202E}\\u{0000}\\u{001F}&#60;/a&#62;',
  );
});

it('leaves only characters that XML 1.0 allows, from any text', () => {
  const allowed = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((one) => String.fromCharCode(one)),
      }),
      (text) => {
        const written = xml(text);
        expect(written).toMatch(allowed);
        expect(written).not.toMatch(/[<>"]|&(?!#\d+;)/);
      },
    ),
  );
});
