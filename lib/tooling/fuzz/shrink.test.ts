import { describe, expect, it } from 'vitest';
import { shrink } from './shrink';

describe('shrink', () => {
  it('keeps only what the problem needs', async () => {
    const text = 'one\ntwo\nthree bad four\nfive\nsix\n';
    expect(await shrink(text, async (some) => some.includes('bad'))).toBe('bad');
  });

  it('returns the text when nothing can go, and stays within its tries', async () => {
    let tried = 0;
    const never = async () => {
      tried++;
      return false;
    };
    const result = await shrink('a\nb\nc\n', never, 5);
    expect(result).toBe('a\nb\nc\n');
    expect(tried).toBe(5);
  });
});
