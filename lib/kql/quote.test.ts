import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microsoft, type SyntaxElement } from './microsoft';
import { quoteName, quoteString } from './quote';

/** What Microsoft's parser reads back from `print x = LITERAL`. */
function readBack(literal: string): string | null {
  const code = microsoft().parseOnly(`print x = ${literal}`);
  if (code.GetDiagnostics().Count > 0) return null;
  const found = find(code.Syntax, 'StringLiteralToken');
  return found?.Text === undefined ? null : microsoft().stringValue(found.Text);
}

function find(element: SyntaxElement, kind: string): SyntaxElement | null {
  if (microsoft().kindOf(element) === kind) return element;
  for (let at = 0; at < element.ChildCount; at++) {
    const child = element.GetChild(at);
    const found = child ? find(child, kind) : null;
    if (found) return found;
  }
  return null;
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('"', "'", '\\', '\n', '@', '`', '~', ';', '|', 'a'),
    maxLength: 12,
  }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((codes) => String.fromCharCode(...codes)),
);

describe('quoteString', () => {
  it('returns a literal that the parser reads back unchanged, for any string', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readBack(quoteString(text))).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  it('returns a literal on one line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(quoteString(text)).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
      }),
    );
  });

  it.each([
    ['whoami', '"whoami"'],
    ['\\System32\\cmd.exe', '@"\\System32\\cmd.exe"'],
    ['ends in \\', '@"ends in \\"'],
    ['say "hi"', `'say "hi"'`],
    [`"both'`, `"\\"both'"`],
    ['"C:\\x"', `@'"C:\\x"'`],
    [`"C:\\x' y`, `@"""C:\\x' y"`],
    ['tab\tend', '"tab\\tend"'],
    ['\ud800', '"\\ud800"'],
    ['\u202egnp.exe', '"\\u202egnp.exe"'],
    ['a\u2800b\u3164', '"a\\u2800b\\u3164"'],
    ['1\ufe0f', '"1\\ufe0f"'],
    ['🦊', '"🦊"'],
  ])('writes %j as %s', (text, literal) => {
    expect(quoteString(text)).toBe(literal);
  });
});

describe('quoteName', () => {
  it('quotes a name only if the parser requires it', () => {
    const names = [
      'Image',
      'title',
      'and',
      'where',
      'count',
      'kind',
      'true',
      'id',
      'time',
      '_x1',
      'in',
      'bin',
    ];
    for (const name of names) {
      const isBare = quoteName(name) === name;
      // A bare name that is a literal or an operator would read as something else.
      expect(isBare && !microsoft().canBeIdentifier(name), name).toBe(false);
    }
    expect(quoteName('Image')).toBe('Image');
    expect(quoteName('count')).toBe('count');
    expect(quoteName('title')).toBe("['title']");
  });

  it('knows every reserved word of the parser', () => {
    for (const name of microsoft().keywords()) {
      if (!/^[A-Za-z_]\w*$/.test(name)) continue;
      expect(quoteName(name) === name, name).toBe(microsoft().canBeIdentifier(name));
    }
  });

  it('makes any name refer to the column of that name', () => {
    fc.assert(
      fc.property(
        // The parser keeps names as keys of JavaScript objects, where this one is taken.
        anyText.filter((text) => text.length > 0 && text !== '__proto__'),
        (name) => {
          const quoted = quoteName(name);
          const code = microsoft().parse(
            `print ${quoted} = 1 | project ${quoted}`,
            microsoft().globals([]),
          );
          expect(code.GetDiagnostics().Count).toBe(0);
          expect(code.ResultType?.Columns?.getItem(0).Name).toBe(name);
        },
      ),
      { numRuns: 150 },
    );
  });
});
