import { expect, it } from 'vitest';
import { firstSentence } from './first-sentence';

it('ends at a full stop before a capital, not inside a name or after an abbreviation', () => {
  expect(firstSentence('Detects cmd.exe started by e.g. Chrome. It is rare.')).toBe(
    'Detects cmd.exe started by e.g. Chrome.',
  );
});

it('cuts a sentence that runs on at a word', () => {
  const cut = firstSentence('word '.repeat(200));
  expect(cut.length).toBeLessThanOrEqual(282);
  expect(cut.endsWith('word …')).toBe(true);
});
