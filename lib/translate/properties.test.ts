import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery, createChecker, quoteString } from '@/lib/kql';
import { compileRegex } from '@/lib/kql/run/regex/compile-regex';
import { matchRule, parseRules, type Rule, type SigmaEvent } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '.';
import { matchesText, shapeOf } from './lower/pattern';
import { toKustoRegex } from './lower/regex';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const checker = createChecker(schemas);

const HEAD = `title: T
id: 00000000-0000-4000-8000-000000000000
`;

function ruleOf(detection: unknown, logsource: unknown): Rule | null {
  const text = `${HEAD}logsource: ${JSON.stringify(logsource)}\ndetection: ${JSON.stringify(detection)}\n`;
  return parseRules(text)[0]?.rule ?? null;
}

const PROCESS = { product: 'windows', category: 'process_creation' };
const LOGSOURCES = [
  PROCESS,
  { product: 'windows', category: 'registry_set' },
  { product: 'windows', category: 'network_connection' },
  { product: 'windows', service: 'security' },
  { product: 'windows', category: 'wmi_event' },
  { product: 'aws', service: 'cloudtrail' },
  { product: 'linux', service: 'auditd' },
  { category: 'webserver' },
];
const FIELDS = [
  'Image',
  'CommandLine',
  'Hashes',
  'TargetObject',
  'Details',
  'DestinationPort',
  'Initiated',
  'DestinationIp',
  'EventID',
  'LogonType',
  'Destination',
  'requestParameters.a.b',
  'odd name',
  `it's "odd"\\`,
  'sc-status',
];
const MODIFIERS = [
  '',
  '|contains',
  '|contains|all',
  '|startswith',
  '|endswith|cased',
  '|re',
  '|re|i',
  '|cidr',
  '|gt',
  '|exists',
  '|neq',
  '|base64offset|contains',
  '|windash|contains',
  '|fieldref',
  '|hour',
  '|expand',
];
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('*', '?', '\\', '"', "'", 'a', '(', '[', '.', '%', '&', '<', ';'),
    maxLength: 8,
  }),
  fc.constantFrom(
    'DWORD (0x00000001)',
    'MD5=0123456789abcdef0123456789abcdef',
    'HKLM\\SYSTEM\\CurrentControlSet\\x',
    '10.0.0.0/8',
    '%Placeholder%',
    '4688',
  ),
);
const values = fc.oneof(
  texts,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(texts, fc.integer()), { minLength: 1, maxLength: 4 }),
);

describe('any rule', () => {
  const selections = fc.oneof(
    fc.dictionary(
      fc
        .tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...MODIFIERS))
        .map(([field, modifiers]) => field + modifiers),
      values,
      { minKeys: 1, maxKeys: 4 },
    ),
    fc.array(texts, { minLength: 1, maxLength: 3 }),
  );
  const conditions = fc.constantFrom(
    'a',
    'not a',
    'a and not b',
    'a or b',
    '1 of them',
    'not (a and not b)',
  );

  it('never makes the translator throw, and its query binds', () => {
    fc.assert(
      fc.property(
        selections,
        selections,
        conditions,
        fc.constantFrom(...LOGSOURCES),
        (a, b, condition, logsource) => {
          const rule = ruleOf({ a, b, condition }, logsource);
          if (!rule) return;
          for (const target of TARGETS) {
            const translation = translator.translate(rule, target);
            expect(translation.kql === null).toBe(translation.outcome === 'unsupported');
            if (translation.kql === null) {
              expect(translation.diagnostics.length).toBeGreaterThan(0);
              continue;
            }
            const errors = checker
              .check(translation.kql, target)
              .filter(({ severity }) => severity === 'error');
            expect({ kql: translation.kql, errors }).toEqual({ kql: translation.kql, errors: [] });
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('keeps any value inside its literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (value) => {
        const escaped = value.replace(/[\\*?]/g, '\\$&');
        const rule = ruleOf({ a: { CommandLine: escaped }, condition: 'a' }, PROCESS);
        if (!rule) return;
        const { kql } = translator.translate(rule, 'defender-xdr');
        const { kind, ...shape } = shapeOf([value], false);
        const literal = 'source' in shape ? `(?is)${shape.source}` : value;
        const operator = kind === 'wildcards' ? 'matches regex' : '=~';
        expect(kql).toContain(`ProcessCommandLine ${operator} ${quoteString(literal)}`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a condition', () => {
  // Four comparisons that are true or false independently of each other.
  const ATOMS = {
    a: {
      field: 'Image',
      column: 'FolderPath',
      value: { 'Image|endswith': '\\b\\a.exe' },
      yes: 'C:\\b\\a.exe',
      no: 'C:\\x',
    },
    b: {
      field: 'CommandLine',
      column: 'ProcessCommandLine',
      value: { CommandLine: ['b', 'bb'] },
      yes: 'bb',
      no: 'x',
    },
    c: {
      field: 'ParentImage',
      column: 'InitiatingProcessFolderPath',
      value: { 'ParentImage|re': '^c+$' },
      yes: 'cc',
      no: '',
    },
    d: { field: 'ProcessId', column: 'ProcessId', value: { 'ProcessId|gt': 4 }, yes: 5, no: null },
  } as const;
  const names = Object.keys(ATOMS) as (keyof typeof ATOMS)[];
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<string>(...names),
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x} and ${y})`),
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x} or ${y})`),
      tie('tree').map((x) => `not ${x}`),
    ),
  }));

  it('has the truth table of the rule', () => {
    const assignments = Array.from({ length: 16 }, (_, bits) =>
      names.map((name, at) => [ATOMS[name], (bits & (1 << at)) !== 0] as const),
    );
    const rows = assignments.map((assignment) => ({
      ActionType: 'ProcessCreated',
      ...Object.fromEntries(
        assignment.map(([{ column, yes, no }, holds]) => [column, holds ? yes : no]),
      ),
    }));
    const events = assignments.map(
      (assignment): SigmaEvent => ({
        product: 'windows',
        category: 'process_creation',
        service: null,
        text: '',
        time: null,
        fields: Object.fromEntries(
          assignment.flatMap(([{ field, yes, no }, holds]) => {
            const value = holds ? yes : no;
            return value === null ? [] : [[field, value]];
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(tree, (condition) => {
        const selections = Object.fromEntries(names.map((name) => [name, ATOMS[name].value]));
        const rule = ruleOf({ ...selections, condition }, PROCESS);
        if (rule?.kind !== 'detection') throw new Error(`not read: ${condition}`);
        const { kql, outcome } = translator.translate(rule, 'defender-xdr');
        const expected = events.map((event) => matchRule(rule, event));
        if (kql === null) {
          // Only a condition that never holds has no query here.
          expect(expected).not.toContain(true);
          return;
        }
        expect(outcome).toBe('exact');
        const query = compileQuery(kql, { schemas, target: 'defender-xdr' });
        expect(query.diagnostics).toEqual([]);
        const actual = rows.map((row) => query.count({ DeviceProcessEvents: [row] }) === 1);
        expect({ kql, actual }).toEqual({ kql, actual: expected });
      }),
      { numRuns: 25 },
    );
  });
});

describe('a pattern', () => {
  const patterns = fc
    .array(fc.constantFrom('a', 'b', '.', '\\', '*', '?', '^'), { maxLength: 6 })
    .map((parts) => parts.join(''));

  it('matches the same text as an expression, as an operator and by the walk', () => {
    fc.assert(
      fc.property(
        patterns,
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '\\', '^'), maxLength: 6 }),
        (written, text) => {
          const rule = ruleOf({ a: { CommandLine: written }, condition: 'a' }, PROCESS);
          if (rule?.kind !== 'detection' || rule.predicate.kind !== 'test') return;
          const { test } = rule.predicate;
          if (test.kind !== 'pattern') return;
          const shape = shapeOf(test.pattern);
          const lower = text.toLowerCase();
          const byShape = {
            empty: () => text === '',
            any: () => true,
            equals: () => 'text' in shape && lower === shape.text,
            startswith: () => 'text' in shape && lower.startsWith(shape.text),
            endswith: () => 'text' in shape && lower.endsWith(shape.text),
            contains: () => 'text' in shape && lower.includes(shape.text),
            wildcards: () => 'source' in shape && new RegExp(shape.source, 'is').test(text),
          }[shape.kind]();
          expect(byShape).toBe(matchesText(test.pattern, text, false));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a regular expression', () => {
  it('is refused with the construct that Kusto lacks', () => {
    for (const [source, reason] of [
      ['a(?=b)', 'look-ahead'],
      ['a(?=b)|^(?!c)', 'look-ahead'],
      ['(?<!a)b', 'look-behind'],
      ['(a)\\1', 'back-references'],
      ['a++', 'possessive'],
      ['(?>a)', 'atomic'],
      ['a{2000}', '1000'],
      ['\\C', '\\C'],
      ['\\R', '\\R'],
      ['[\\Qa]', '\\Q'],
      ['(?x)a b', 'flag x'],
      ['^(?!a)+b', 'look-ahead'],
      ['(?i)a|^(?!b)(?-i)c', 'look-ahead'],
    ] as const) {
      const made = toKustoRegex(source, '');
      expect(made.kind === 'refused' ? made.reason : source).toContain(reason);
    }
  });

  it.each([
    ['a\\u0041[\\u0042[]{x}', '(?i)a\\x{0041}[\\x{0042}\\[]\\{x\\}'],
    ['(?<name>a)', '(?i)(?:a)'],
    ["(?'name'a)", '(?i)(?:a)'],
    ['(a)'.repeat(17), `(?i)${'(?:a)'.repeat(17)}`],
    ['echo\\s+\\>\\s+\\<x', '(?i)echo\\s+>\\s+<x'],
    ['^a[ &&]+b$', '(?i)^a[ \\&\\&]+b$'],
    ['[a~~b]|[&]|[a&b~c]', '(?i)[a\\~\\~b]|[&]|[a&b~c]'],
    ['[\\w-.]', '(?i)[\\w\\-.]'],
    ['[a-\\d]', '(?i)[a\\-\\d]'],
    ['[--/]', '(?i)[\\--/]'],
    ['[a-c-e]', '(?i)[a-c\\-e]'],
    ['[\\p{L}-x]', '(?i)[\\p{L}\\-x]'],
    ['[-a]|[a-]|[]-]|[^]-a]', '(?i)[-a]|[a-]|[]-]|[^]-a]'],
    ['[\\x41-\\x5A\\<\\>]', '(?i)[\\x41-\\x5A<>]'],
    ['\\Qa.b\\E+\\E', '(?i)a\\.b+'],
    ['\\Qa|b', '(?i)a\\|b'],
    ['\\é\\012\\0', '(?i)é\\x0a\\x00'],
    ['a*?b+?c??d{1,2}?', '(?i)a*?b+?c??d{1,2}?'],
    ['\\#\\ \\-\\/\\%', '(?i)\\#\\ \\-\\/\\%'],
  ])('is written as Kusto spells it: %s', (source, written) => {
    expect(toKustoRegex(source, 'i')).toEqual({ kind: 'regex', source: written });
  });

  it.each([
    ['^(?!.*(?:x|y)).*$', [{ all: ['^.+$'], none: ['^.*(?:x|y)'] }]],
    ['^(?!.*?foo).*', [{ all: [], none: ['^.*?foo'] }]],
    ['^(?!C:\\\\).+\\.exe$', [{ all: ['^.+\\.exe$'], none: ['^C:\\\\'] }]],
    [
      '^(?!foo)bar|baz',
      [
        { all: ['^bar'], none: ['^foo'] },
        { all: ['baz'], none: [] },
      ],
    ],
    ['^(?=.*a)(?!b|c)', [{ all: ['^.*a'], none: ['^(?:b|c)'] }]],
    ['(?i)^(?!a)b', [{ all: ['(?i)^b'], none: ['(?i)^a'] }]],
    ['^(?![)|(]x)', [{ all: [], none: ['^[)|(]x'] }]],
  ])('is taken apart at a look-ahead where the text starts: %s', (source, branches) => {
    expect(toKustoRegex(source, '')).toEqual({ kind: 'split', branches });
  });

  it('is not taken apart where ^ begins each line', () => {
    expect(toKustoRegex('^(?!a)b', 'm').kind).toBe('refused');
    expect(toKustoRegex('(?m)^(?!a)b', '').kind).toBe('refused');
  });

  it('means the same after its look-aheads are taken apart', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '(?:a|c)', '.*', '.*?', 'b+', '^', '$');
    const sequence = fc.array(atom, { maxLength: 3 }).map((parts) => parts.join(''));
    const alternatives = fc
      .array(sequence, { minLength: 1, maxLength: 2 })
      .map((of) => of.join('|'));
    const ahead = fc
      .tuple(fc.constantFrom('(?=', '(?!'), alternatives)
      .map(([mark, inner]) => `${mark}${inner})`);
    const branch = fc
      .tuple(fc.array(ahead, { maxLength: 2 }), sequence)
      .map(([aheads, tail]) => (aheads.length === 0 ? tail : `^${aheads.join('')}${tail}`));
    const expression = fc
      .array(branch, { minLength: 1, maxLength: 3 })
      .map((branches) => branches.join('|'))
      .filter((source) => source.includes('(?=') || source.includes('(?!'));
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 5 }),
      {
        minLength: 5,
        maxLength: 5,
      },
    );
    let split = 0;
    fc.assert(
      fc.property(expression, fc.constantFrom('', 'i', 's'), texts, (source, flags, subjects) => {
        const made = toKustoRegex(source, flags);
        if (made.kind !== 'split') return;
        split++;
        // An empty text cannot be told from a missing one.
        for (const text of subjects.filter((one) => one !== '')) {
          const holds = (pattern: string): boolean => compileRegex(pattern).test(text);
          const found = made.branches.some(
            ({ all, none }) => all.every(holds) && !none.some(holds),
          );
          expect([source, flags, text, found]).toEqual([
            source,
            flags,
            text,
            new RegExp(source, flags).test(text),
          ]);
        }
      }),
      { numRuns: 2000 },
    );
    expect(split).toBeGreaterThan(1000);
  });
});
