import { describe, expect, it } from 'vitest';
import { contentTexts } from './content';
import { type CodeToken, highlight } from './highlight';
import { readKnowledge } from './knowledge';
import { microsoft, type SyntaxElement } from './kql/microsoft';
import { parseRules, type Rule } from './sigma';
import { TARGETS } from './target';
import { createTranslator } from './translate';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from './translate/corpus-fixture';

/** The strings of a query as the highlighter sees them, without the white space around them. */
function stringsOf(lines: readonly (readonly CodeToken[])[]): string[] {
  const strings: string[] = [];
  for (const line of lines) {
    for (const { text, kind } of line) if (kind === 's') strings.push(text.trim());
  }
  return strings;
}

/** The string literals of a query as Microsoft's parser sees them, in order. */
function literalsOf(kql: string): string[] {
  const { kindOf, parseOnly } = microsoft();
  const literals: string[] = [];
  const open: SyntaxElement[] = [parseOnly(kql).Syntax];
  for (let element = open.pop(); element; element = open.pop()) {
    if (kindOf(element) === 'StringLiteralToken') literals.push(element.Text ?? '');
    for (let at = element.ChildCount - 1; at >= 0; at--) {
      const child = element.GetChild(at);
      if (child) open.push(child);
    }
  }
  return literals;
}

const MAX_LINE = 2000;
const MAX_TEXT = 200_000;

/** What is seen differently, as text; what is too long to be highlighted is left out. */
async function differences(kql: string): Promise<string[]> {
  const whole = kql.length > MAX_TEXT ? kql.slice(0, kql.lastIndexOf('\n', MAX_TEXT)) : kql;
  const lines = whole.split('\n').filter((line) => line.length < MAX_LINE);
  const text = lines.join('\n');
  const seen = stringsOf(await highlight(text, 'kusto'));
  const real = literalsOf(text);
  const at = real.findIndex((literal, index) => literal !== seen[index]);
  if (at === -1 && seen.length === real.length) return [];
  return [`${real[at]} is seen as ${seen[at < 0 ? real.length : at]}`];
}

const kindsIn = async (kql: string) => (await highlight(kql, 'kusto')).flat();

describe('highlight', () => {
  it('ends a verbatim string at its quote, also after a backslash', async () => {
    expect(await kindsIn(String.raw`where Path endswith @"C:\x\" and Name == "a"`)).toEqual(
      expect.arrayContaining([
        { text: String.raw`@"C:\x\" `, kind: 's' },
        { text: 'and', kind: 'w' },
        { text: '"a"', kind: 's' },
      ]),
    );
  });

  it.each([
    String.raw`@'C:\x\'`,
    '@"a ""quoted"" word"',
    "@'it''s'",
    String.raw`"a \"quoted\" word\\"`,
    String.raw`'it\'s\\'`,
    String.raw`h@"C:\x\"`,
    'H"secret"',
    '"https://example.org"',
    '"{"',
    '"}"',
  ])('takes %s for one string', async (literal) => {
    const kql = `print a = ${literal}, b = "next" // "no string"`;
    expect(stringsOf(await highlight(kql, 'kusto'))).toEqual([literal, '"next"']);
    expect(literalsOf(kql)).toEqual([literal, '"next"']);
  });

  it('lets no unfinished string run over the end of its line', async () => {
    const [, second] = await highlight('where a == "open\nwhere b', 'kusto');
    expect(second).toEqual([
      { text: 'where', kind: 'w' },
      { text: ' b', kind: null },
    ]);
  });
});

describe('every query', () => {
  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });

  async function allDifferences(rules: readonly Rule[]): Promise<string[]> {
    const found: string[] = [];
    for (const rule of rules) {
      for (const target of TARGETS) {
        const { kql } = translator.translate(rule, target);
        for (const one of kql ? await differences(kql) : []) {
          found.push(`${rule.id} ${target}: ${one}`);
        }
      }
    }
    return found;
  }

  it('of the starter rules has the strings that Microsoft’s parser finds', async () => {
    const rules = contentTexts('starter/rules', { recursive: true }).flatMap(({ text }) =>
      parseRules(text).flatMap(({ rule }) => rule ?? []),
    );
    expect(rules.length).toBeGreaterThan(50);
    expect(await allDifferences(rules)).toEqual([]);
  });

  it.skipIf(!CORPUS_PRESENT)(`of the corpus has them${CORPUS_NOTE}`, async () => {
    expect(await allDifferences(await readCorpus())).toEqual([]);
  });
});
