import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdownCode, markdownLine, markdownWithCode } from './markdown';

it('leaves no mark of a stranger’s text at work', () => {
  expect(markdownLine('# [a](https://x.example)\n<b>*!*</b>', 'title')).toBe(
    '\\# \\[a\\]\\(https://x.example\\) \\<b\\>\\*\\!\\*\\</b\\>',
  );
});

it('fences code so that no text ends its block', () => {
  expect(markdownCode('a\n```\nb', 'kusto')).toBe('````kusto\na\n```\nb\n````');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n') }), (text) => {
      const block = markdownCode(text, 'x');
      const fence = /^`+/.exec(block)?.[0] ?? '';
      expect(fence.length).toBeGreaterThanOrEqual(3);
      expect(block.slice(fence.length, -fence.length)).not.toContain(fence);
    }),
  );
});

it('keeps code in a text, and escapes what is around it', () => {
  expect(markdownWithCode('ends with `*\\a_b` or [x]', 'title')).toBe(
    'ends with `*\\a_b` or \\[x\\]',
  );
  expect(markdownWithCode('one ` alone <b>', 'title')).toBe('one \\` alone \\<b\\>');
});
