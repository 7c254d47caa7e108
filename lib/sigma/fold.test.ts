import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import { compileRegex } from './regex';

describe('fold', () => {
  it.each([
    ['ABC-xyz', 'abc-xyz'],
    ['CONTRASEÑA', 'contraseña'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ς', 'σ'],
    ['\u212a', 'k'],
    ['ſ', 's'],
    ['ẞ', 'ß'],
    ['Ⓐ', 'ⓐ'],
    ['𐐀', '𐐨'],
    ['İ', 'İ'],
    ['ı', 'ı'],
    ['ﬀ', 'ﬀ'],
    ['密碼', '密碼'],
  ])('turns %s into %s, as Unicode’s simple folding does', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('a regular expression that ignores case', () => {
  it.each([
    ['k', '\u212a'],
    ['\u212a', 'K'],
    ['ж', 'Ж'],
    ['[Α-Ω]', 'ς'],
    ['Ⅷ', 'ⅷ'],
  ])('finds for %s the other case %s', (source, text) => {
    expect(compileRegex(source, 'i')(text)).toBe(true);
  });

  it.each([
    ['İ', 'i'],
    ['ı', 'I'],
    ['ß', 'SS'],
  ])('finds for %s no %s', (source, text) => {
    expect(compileRegex(source, 'i')(text)).toBe(false);
  });
});
