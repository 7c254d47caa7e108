import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../detection-fixture';
import { parseBicep } from './bicep-syntax';

const read = (text: string) =>
  parseBicep(`resource a 'b@1' = {\n  x: ${text}\n}\n`).resources[0]?.body.object.get('x');

describe('parseBicep', () => {
  it('reads parameters, resources and values', () => {
    const { parameters, resources } = parseBicep(
      "// one\n@description('two')\nparam workspace string\nresource law 'a@1' existing = {\n  name: workspace\n}\n",
    );
    expect(parameters).toEqual([{ name: 'workspace', type: 'string' }]);
    expect(resources).toMatchObject([{ name: 'law', type: 'a@1', isExisting: true, line: 4 }]);
    expect(resources[0]?.body.object.get('name')).toEqual({ name: 'workspace' });
    expect(read("[\n  'a'\n  1\n  true\n]")).toEqual(['a', 1, true]);
    expect(read("['a', null]")).toEqual(['a', null]);
  });

  it('reads strings as the compiler does', () => {
    expect(read("'\\'\\\\\\n\\t\\u{1F98A}\\$\x7ba} $ {'")).toBe("'\\\n\t🦊$\x7ba} $ {");
    expect(read("'''\na\\n\n'b' ''c''\n'''")).toBe("a\\n\n'b' ''c''\n");
    expect(read("''''a'''''")).toBe("'a''");
  });

  it.each([
    ["'$\x7ba}'", /interpolated/],
    ["'a\n'", /unfinished/],
    ["'\\q'", /escape/],
    ["'''a", /unfinished/],
    ['[\n1 2\n]', /end of the line/],
    ['{ a: 1, a: 2 }', /twice/],
    ['1 + 1', /end of the line/],
    ['[for a in b: c]', /end of the line/],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(expect.objectContaining({ line: expect.any(Number) }));
  });

  it('refuses any text, or reads it, and never hangs', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toMatchObject({ line: expect.any(Number) });
        }
      }),
      { numRuns: 500 },
    );
    expect(() => read('['.repeat(10_000))).toThrow(/too deep/);
  });
});
