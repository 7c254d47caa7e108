import { expect, it } from 'vitest';
import { parseRules } from '@/lib/sigma';
import { logicHash } from './logic-hash';

function hashOf(detection: string, rest = ''): string {
  const text = `title: A\nlogsource: { product: windows, category: process_creation }\n${rest}detection:\n${detection}`;
  return logicHash(parseRules(text)[0]?.rule ?? null);
}

it('is the same for the same tests under other names, in another order', () => {
  const first = hashOf(
    '  one: { Image: [a, b] }\n  two: { User: c }\n  condition: one and two\n',
    'level: high\n',
  );
  const second = hashOf(
    '  y: { User: c }\n  x:\n    Image: [b, a]\n  condition: all of them\n',
    'author: Somebody\n',
  );
  expect(second).toBe(first);
});

it('differs for other fields, values, modifiers and conditions', () => {
  const hashes = [
    '  s: { Image: a }\n  condition: s\n',
    '  s: { Image: b }\n  condition: s\n',
    '  s: { User: a }\n  condition: s\n',
    '  s: { Image: "a*" }\n  condition: s\n',
    '  s: { Image: "a?" }\n  condition: s\n',
    '  s: { Image|cased: a }\n  condition: s\n',
    '  s: { Image: a }\n  condition: not s\n',
  ].map((detection) => hashOf(detection));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashes).not.toContain('');
});

it('is empty for a rule whose logic cannot be read', () => {
  expect(logicHash(null)).toBe('');
});
