import { describe, expect, it } from 'vitest';
import { drawnCode, drawnText } from './drawn-text';

describe('drawnText', () => {
  it('keeps Latin letters and puts an ellipsis for a run of others', () => {
    expect(drawnText('Café “Łódź” – 5 € 🔥🔥 fire', 'title', 100)).toBe('Café “Łódź” – 5 € … fire');
    expect(drawnText('כלי חשוד (Suspicious Tool)', 'title', 100)).toBe('… … (Suspicious Tool)');
  });

  it('composes letters and their marks, and keeps no control or invisible character', () => {
    expect(drawnText('Cafe\u0301\u0000\u202egpj\n exe', 'title', 100)).toBe(
      'Café\\u{0000}\\u{202E}gpj exe',
    );
  });

  it('is cut to its length', () => {
    expect(drawnText('x'.repeat(500), 'title', 20)).toBe(`${'x'.repeat(19)}…`);
  });
});

describe('drawnCode', () => {
  it('keeps the indent of a line', () => {
    expect(drawnCode('    | where A == "日本"  ', 60)).toBe('    | where A == "…"');
    expect(drawnCode('\t| take 5', 60)).toBe('  | take 5');
  });
});
