import { describe, expect, it } from 'vitest';
import { cutCode } from './cut-code';

const lines = (count: number, width = 10) => Array(count).fill('x'.repeat(width)).join('\n');

describe('cutCode', () => {
  it('leaves a short text open', () => {
    const text = lines(70);
    expect(cutCode(text)).toEqual({ text, open: 70, lines: 70, cut: false });
  });

  it('folds a long text after its first lines', () => {
    const text = lines(200);
    expect(cutCode(text)).toEqual({ text, open: 60, lines: 200, cut: false });
  });

  it('keeps whole lines from the start of a very long text', () => {
    const { text, ...rest } = cutCode(lines(3000, 99));
    expect(rest).toEqual({ open: 60, lines: 3000, cut: true });
    expect(text).toBe(lines(60, 99));
  });

  it('cuts a single very long line', () => {
    expect(cutCode('x'.repeat(50_000)).text).toHaveLength(6_000);
  });
});
