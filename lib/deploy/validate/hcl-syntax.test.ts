import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../detection-fixture';
import { parseHcl } from './hcl-syntax';

const read = (text: string) => parseHcl(`x = ${text}\n`).attributes.get('x');

describe('parseHcl', () => {
  it('reads blocks, comments and values', () => {
    const { blocks } = parseHcl(
      '# one\nresource "a" "b" { // two\n  c = 1 /* three */\n  d { e = [true, null, -1.5,] }\n}\n',
    );
    expect(blocks).toMatchObject([{ type: 'resource', labels: ['a', 'b'], line: 2 }]);
    expect(blocks[0]?.attributes.get('c')).toBe(1);
    expect(blocks[0]?.blocks[0]?.attributes.get('e')).toEqual([true, null, -1.5]);
    expect(read('var.workspace_id')).toEqual({ traversal: 'var.workspace_id' });
    expect(read('{ a = 1, "b c": [2] }')).toEqual({
      object: new Map<string, unknown>([
        ['a', 1],
        ['b c', [2]],
      ]),
    });
  });

  it('reads escapes and heredocs as HashiCorp’s parser does', async () => {
    for (const text of [
      '"\\n\\t\\"\\\\\\u0041\\U0001F98A"',
      '"$$\x7ba} %%{b} $ % $a {"',
      '<<A\n  one\n$$\x7btwo} \\n\nA',
      '<<A\n\n  A b\n  A',
    ]) {
      const theirs = String((await parse('x.tf', `x = ${text}\n`)).x);
      expect(read(text), text).toBe(theirs.replace(/[$%](?=[$%]\{)/g, ''));
    }
  });

  it.each([
    ['x = "$\x7ba}"', 1, /interpolated/],
    ['x = "%{ if a }"', 1, /interpolated/],
    ['\nx = <<A\n$\x7ba}\nA\n', 3, /interpolated/],
    ['x = <<A\n', 1, /does not end/],
    ['x = <<-A\nA\n', 1, /heredoc/],
    ['x = "a', 1, /unfinished/],
    ['x = "\\x"', 1, /escape/],
    ['x = 1 y = 2', 1, /end of the line/],
    ['x = 1\nx = 2', 2, /twice/],
    ['x = f(1)', 1, /end of the line/],
    ['a {\nb = 1\n', 3, /expected \}/],
    ['x = [1 2]', 1, /, or \]/],
    ['}', 1, /argument or a block/],
  ])('refuses %j with its line', (text, line, message) => {
    expect(() => parseHcl(text)).toThrow(expect.objectContaining({ line }));
    expect(() => parseHcl(text)).toThrow(message);
  });

  it('refuses any text, or reads it, and never hangs', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        try {
          parseHcl(`a {\nx = ${text}\n`);
        } catch (error) {
          expect(error).toMatchObject({ line: expect.any(Number) });
        }
      }),
      { numRuns: 500 },
    );
    expect(() => parseHcl(`x = ${'['.repeat(10_000)}`)).toThrow(/too deep/);
  });
});
