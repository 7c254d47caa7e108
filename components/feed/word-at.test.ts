import { describe, expect, it } from 'vitest';
import { wordAt } from './word-at';

describe('wordAt', () => {
  it('finds the word that the cursor is in or at the end of', () => {
    expect(wordAt('powershell level:hi', 19)).toEqual({ text: 'level:hi', start: 11, end: 19 });
    expect(wordAt('powershell level:hi', 3)).toEqual({ text: 'powershell', start: 0, end: 10 });
  });

  it('takes a quoted value as part of its word, also while the quote is open', () => {
    expect(wordAt('author:"Jane Doe" x', 12).text).toBe('author:"Jane Doe"');
    expect(wordAt('author:"Jane D', 14).text).toBe('author:"Jane D');
  });

  it('is empty at the cursor between spaces', () => {
    expect(wordAt('a  b', 2)).toEqual({ text: '', start: 2, end: 2 });
  });
});
