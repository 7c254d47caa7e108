import { describe, expect, it } from 'vitest';
import { cutText, storedText } from './cut-text';
import { TEXT_LIMITS } from './limits';
import { plainLine, plainText } from './plain-text';

describe('plainText', () => {
  it('returns a reasonable text unchanged', () => {
    expect(plainText('One\ntwo', 'description')).toBe('One\ntwo');
  });

  it('cuts an unreasonable text and gives its length', () => {
    const shown = plainText('A'.repeat(200_000), 'title');
    expect(shown).toBe(`${'A'.repeat(TEXT_LIMITS.title)} … (200,000 characters)`);
  });

  it('does not cut between the halves of a pair', () => {
    const { text } = cutText('😀'.repeat(200), 'title');
    expect(text).not.toMatch(/\p{Cs}/u);
    expect(cutText(`a${'😀'.repeat(200)}`, 'title').text).toHaveLength(TEXT_LIMITS.title - 1);
  });

  it('does not cut a stored text again', () => {
    const stored = storedText('A'.repeat(200_000), 'title');
    expect(plainText(stored, 'title')).toBe(stored);
    expect(stored).toMatch(/A … \(200,000 characters\)$/);
    expect(storedText('short', 'title')).toBe('short');
    expect(plainText(`${'B'.repeat(300)} … (1 characters)`, 'title')).toContain('(317 characters)');
  });

  it('bounds the output even where every character is written as a number', () => {
    expect(plainText('\u{e0041}'.repeat(9000), 'title').length).toBeLessThan(2000);
  });
});

describe('plainLine', () => {
  it('is one line', () => {
    expect(plainLine(' One\r\n\ttwo\u2028three ', 'title')).toBe('One two\\u{2028}three');
  });
});
