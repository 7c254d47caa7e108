import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regexStrings } from './regex-strings';

describe('regexStrings', () => {
  it.each([
    ['a|b', ['a', 'b']],
    ['^ab?c$', ['ac', 'abc']],
  ])('writes what %s finds', (source, some) => {
    const found = regexStrings(source, 8);
    for (const text of some) expect(found).toContain(text);
  });

  it.each([
    String.raw`\{[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-\d{4}\}`,
    String.raw`(?i)(?:foo|ba[rz])\s+-e(?:nc)?\w*\b`,
    String.raw`[^\\/:]{3,}\.exe\x20\u0041`,
    String.raw`(?P<x>\d+\.){2,4}$`,
    String.raw`[\w.\-]+@\S+`,
    '.{20,}',
  ])('only writes strings in which %s is found', (source) => {
    const flags = source.startsWith('(?i)') ? 'i' : '';
    const expression = new RegExp(source.replace('(?i)', '').replace('?P<', '?<'), flags);
    const found = regexStrings(source, 6);
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(text).toMatch(expression);
  });

  it.each(['(?=a)b', String.raw`(a)\1`, '(a', String.raw`\p{L}`])(
    'gives nothing for %s',
    (source) => {
      expect(regexStrings(source, 4)).toEqual([]);
    },
  );

  it('never throws and never runs long on what is not an expression', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40, unit: fc.constantFrom(...'ab|()[]{}*+?\\^$.,1-:<') }),
        (source) => {
          for (const text of regexStrings(source, 3)) expect(text.length).toBeLessThan(20_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});
