import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJoint, jointsIn } from './joints';

describe('the joints of a text', () => {
  it('are its rows of three characters with a sign, in small letters', () => {
    expect(jointsIn('C:\\Win a.B')).toHaveLength(jointsIn('c:\\win a.b').length);
    expect(jointsIn('c:\\win')).toEqual(['c\ue03a\ue05c', '\ue03a\ue05cw', '\ue05cwi']);
    expect(jointsIn('word')).toEqual([]);
  });

  it('reach over no line, and over no character beyond ASCII', () => {
    expect(jointsIn('a.\nb')).toEqual([]);
    expect(jointsIn('a.é.')).toEqual([]);
  });

  it('hold those of every part of the text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aB1.\\: -é\n') });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        const all = new Set(jointsIn(before + part + after));
        return jointsIn(part).every((joint) => all.has(joint));
      }),
    );
  });

  it('are told from words', () => {
    expect(jointsIn('.exe -a').every(isJoint)).toBe(true);
    expect(isJoint('exe')).toBe(false);
  });
});
