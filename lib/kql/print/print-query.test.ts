import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  and,
  arithmetic,
  between,
  call,
  column,
  commented,
  compare,
  datetime,
  dynamic,
  index,
  list,
  member,
  named,
  not,
  number,
  or,
  raw,
  string,
  tagged,
  timespan,
} from '../build-tree';
import { createChecker } from '../check';
import { microsoft, type SyntaxElement } from '../microsoft';
import { compileQuery } from '../run/run-query';
import { readSchemas } from '../schemas';
import type { Expression, Operator, Query } from '../tree';
import { WIDTH } from './lines';
import { printExpression } from './one-line';
import { printQuery } from './print-query';

const NAMES = ['A', 'B', 'C', 'D'] as const;
const schemas = readSchemas({
  logAnalytics: {
    T: {
      A: 'string',
      B: 'string',
      C: 'string',
      D: 'string',
      N: 'long',
      V: 'dynamic',
      Time: 'datetime',
    },
    U: { A: 'string', Time: 'datetime' },
  },
  defenderXdr: {},
  asim: {},
});

function where(predicate: Expression, comment?: string): Query {
  const operator: Operator = { kind: 'where', predicate };
  return {
    source: { kind: 'table', name: 'T' },
    operators: [comment === undefined ? operator : { ...operator, comment }],
  };
}

function text(predicate: Expression): string {
  return printQuery(where(predicate)).text;
}

const a = compare(column('A'), '=~', string('x'));
const b = compare(column('B'), 'contains', string('y'));
const long = (start: string) =>
  compare(column('A'), 'endswith', string(`${start} which is rather long, so that few fit a line`));

describe('printQuery', () => {
  it('fills lines with the names of a new order', () => {
    const columns = [...'abcdefghij'].map((one) => column(one.repeat(12)));
    const source = { kind: 'table', name: 'T' } as const;
    const { text } = printQuery({ source, operators: [{ kind: 'project-reorder', columns }] });
    expect(text.split('\n')).toEqual([
      'T',
      '| project-reorder aaaaaaaaaaaa, bbbbbbbbbbbb, cccccccccccc, dddddddddddd, eeeeeeeeeeee,',
      '    ffffffffffff, gggggggggggg, hhhhhhhhhhhh, iiiiiiiiiiii, jjjjjjjjjjjj',
    ]);
  });

  it('keeps what fits on one line', () => {
    expect(text(and(a, or(b, not(a))))).toBe(
      'T\n| where A =~ "x" and (B contains "y" or not(A =~ "x"))',
    );
  });

  it('breaks a long condition into one predicate a line, operators leading', () => {
    expect(text(and(long('one'), or(long('two'), long('three')), not(or(a, b))))).toBe(
      [
        'T',
        '| where A endswith "one which is rather long, so that few fit a line"',
        '    and (',
        '        A endswith "two which is rather long, so that few fit a line"',
        '        or A endswith "three which is rather long, so that few fit a line"',
        '    )',
        '    and not(A =~ "x" or B contains "y")',
      ].join('\n'),
    );
  });

  it('wraps a long list with one item a line', () => {
    const values = Array.from({ length: 9 }, (_, at) => string(`value number ${at}`));
    const lines = text(list(column('A'), 'in~', values)).split('\n');
    expect(lines[1]).toBe('| where A in~ (');
    expect(lines[2]).toBe('        "value number 0",');
    expect(lines[10]).toBe('        "value number 8"');
    expect(lines[11]).toBe('    )');
  });

  it('puts a comment after a one-line condition and above a longer one', () => {
    expect(text(commented(a, 'selection'))).toBe('T\n| where A =~ "x" // selection');
    expect(
      text(and(commented(and(a, b), 'selection'), commented(not(long('z')), 'filter_main'))),
    ).toBe(
      [
        'T',
        '| where',
        '    // selection',
        '    A =~ "x"',
        '    and B contains "y"',
        '    // filter_main',
        '    and not(A endswith "z which is rather long, so that few fit a line")',
      ].join('\n'),
    );
  });

  it('keeps a comment on its line, whatever its text', () => {
    const printed = text(commented(a, 'one\n| take 1\r\u2028two'));
    expect(printed).toBe('T\n| where A =~ "x" // one | take 1 two');
  });

  it('makes the invisible characters of a comment visible', () => {
    const printed = text(commented(a, 'sel\u202eection\u200b'));
    expect(printed).toBe('T\n| where A =~ "x" // sel\\u{202E}ection\\u{200B}');
  });

  it('returns the lines of each tagged node', () => {
    const values = ['first', 'second'].map((value, at) =>
      tagged(string(`${value} ${'.'.repeat(60)}`), 10 + at),
    );
    const predicate = and(tagged(a, 1, 2), tagged(list(column('B'), 'in~', values), 3));
    const { text: printed, lines } = printQuery(where(predicate));
    expect(printed.split('\n')[1]).toContain('A =~ "x"');
    expect(lines.get(1)).toEqual([2]);
    expect(lines.get(2)).toEqual([2]);
    expect(lines.get(3)).toEqual([3, 4, 5, 6]);
    expect(lines.get(10)).toEqual([4]);
    expect(lines.get(11)).toEqual([5]);
  });

  it('parenthesizes an expression from a mapping only where necessary', () => {
    expect(text(and(raw('A == "x" or B == "y"'), raw('isempty(C)')))).toBe(
      'T\n| where (A == "x" or B == "y") and isempty(C)',
    );
    expect(text(compare(raw('tostring(V.a["or"])'), '=~', string('z')))).toBe(
      'T\n| where tostring(V.a["or"]) =~ "z"',
    );
    expect(text(compare(raw('N + 1'), 'in' as never, string('z')))).toContain('(N + 1)');
    expect(text(compare(raw(`'a or b'`), '==', column('A')))).toContain(`'a or b' == A`);
  });

  it('names the joined table on the same line if it fits', () => {
    const joined = (name: string): string =>
      printQuery({
        source: { kind: 'table', name: 'T' },
        operators: [
          {
            kind: 'join',
            join: 'inner',
            right: { source: { kind: 'table', name }, operators: [] },
            on: [column('A')],
          },
        ],
      }).text;
    expect(joined('U')).toBe('T\n| join kind=inner U on A');
    expect(joined('U'.repeat(90)).split('\n')).toHaveLength(4);
  });

  it('prints the operators of detection and correlation queries so that the parser accepts them', () => {
    const matches: Query = {
      source: { kind: 'table', name: 'T' },
      operators: [
        { kind: 'where', predicate: between(column('N'), number(1), number(5)) },
        { kind: 'extend', columns: [named('odd name', call('tolower', column('A')))] },
        {
          kind: 'project',
          columns: [column('Time'), column('A'), column('odd name'), column('V')],
        },
      ],
    };
    const query: Query = {
      lets: [
        { name: 'window', value: timespan(300) },
        { name: 'Matches', value: matches, materialize: true, comment: 'what the rules match' },
      ],
      source: { kind: 'table', name: 'Matches' },
      operators: [
        { kind: 'distinct', columns: [column('Time'), column('A')] },
        {
          kind: 'join',
          join: 'inner',
          right: {
            source: { kind: 'table', name: 'Matches' },
            operators: [{ kind: 'project-rename', columns: [named('Other', column('Time'))] }],
          },
          on: [column('A')],
        },
        {
          kind: 'where',
          predicate: between(
            column('Other'),
            column('Time'),
            arithmetic(column('Time'), '+', column('window')),
          ),
        },
        {
          kind: 'summarize',
          aggregates: [named('Count', call('count')), call('make_set', column('odd name'))],
          by: [column('A'), call('bin', column('Time'), timespan(60))],
        },
        { kind: 'sort', keys: [{ by: column('Count'), order: 'desc', nulls: 'last' }] },
        { kind: 'top', count: 5, key: { by: column('Time'), order: 'asc' } },
        { kind: 'serialize', columns: [named('Row', call('row_number'))] },
        {
          kind: 'mv-expand',
          columns: [{ value: named('One', column('set_odd name')), type: 'string' }],
        },
        { kind: 'project-away', columns: [column('Row')] },
        {
          kind: 'partition',
          by: column('A'),
          operators: [{ kind: 'top', count: 1, key: { by: column('Time'), order: 'desc' } }],
        },
        {
          kind: 'union',
          queries: [
            { source: { kind: 'table', name: 'U' }, operators: [{ kind: 'take', count: 1 }] },
          ],
        },
        { kind: 'count' },
      ],
    };
    const { text: printed } = printQuery(query);
    expect(createChecker(schemas).check(printed, 'sentinel')).toEqual([]);
    expect(printed).toMatchInlineSnapshot(`
      "let window = 5m;
      // what the rules match
      let Matches = materialize(
          T
          | where N between (1 .. 5)
          | extend ['odd name'] = tolower(A)
          | project Time, A, ['odd name'], V
      );
      Matches
      | distinct Time, A
      | join kind=inner (
          Matches
          | project-rename Other = Time
      ) on A
      | where Other between (Time .. Time + window)
      | summarize Count = count(), make_set(['odd name']) by A, bin(Time, 1m)
      | sort by Count desc nulls last
      | top 5 by Time asc
      | serialize Row = row_number()
      | mv-expand One = ['set_odd name'] to typeof(string)
      | project-away Row
      | partition hint.strategy=native by A (
          top 1 by Time desc
      )
      | union
          (
              U
              | take 1
          )
      | count"
    `);
  });

  it('prints a chain of any length so that the parser accepts it', () => {
    for (const count of [99, 101, 600, 6000]) {
      const chain = or(
        ...Array.from({ length: count }, (_, at) => compare(column('A'), '==', string(`${at}`))),
      );
      const query = compileQuery(text(chain), { schemas, target: 'sentinel' });
      expect(query.diagnostics).toEqual([]);
      const tables = { T: [{ A: `${count - 1}` }, { A: '0' }, { A: `${count}` }] };
      expect(query.count(tables)).toBe(2);
    }
  });

  it('keeps lines within the width wherever they can be broken', () => {
    const predicate = and(
      ...Array.from({ length: 6 }, (_, at) =>
        or(
          compare(column('A'), 'contains', string('x'.repeat(10 * at + 1))),
          not(list(column('B'), 'has_any', [string('y'.repeat(12 * at)), string('z')])),
        ),
      ),
    );
    for (const line of text(predicate).split('\n')) expect(line.length).toBeLessThanOrEqual(WIDTH);
  });
});

describe('printExpression', () => {
  it.each([
    [number(80), '80'],
    [number(-1), '-1'],
    [number(0.5), '0.5'],
    [number(1e21), '1e+21'],
    [number(9007199254740993n), '9007199254740993'],
    [number(Number.NaN), 'real(nan)'],
    [timespan(86400), '1d'],
    [timespan(5400), '90m'],
    [timespan(0.25), '250ms'],
    [datetime('2024-01-31T00:00:00Z'), 'datetime(2024-01-31T00:00:00Z)'],
    [dynamic({ a: [1, 'x\u2028', null, true] }), 'dynamic({"a": [1, "x\\u2028", null, true]})'],
    [member(column('V'), 'a b'), "V['a b']"],
    [index(member(column('V'), 'a'), number(0)), 'V.a[0]'],
    [arithmetic(column('N'), '-', arithmetic(column('N'), '-', number(1))), 'N - (N - 1)'],
    [arithmetic(arithmetic(column('N'), '+', number(1)), '*', number(2)), '(N + 1) * 2'],
  ] as const)('writes $1', (expression, expected) => {
    expect(printExpression(expression)).toBe(expected);
  });

  it('prints numbers that the parser reads back as the same value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.maxSafeInteger()), (value) => {
        const query = compileQuery(`print x = ${printExpression(number(value))}`, {
          schemas,
          target: 'sentinel',
        });
        const [row] = query.run({}).rows;
        expect(Object.is(row?.x, value) || row?.x === value).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

// A condition over four columns, each 'x' or not: every tree has a truth table of sixteen rows.
const leaf = fc.constantFrom(...NAMES).map((name) => compare(column(name), '=~', string('X')));
const tree: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('node').map((of) => not(of)),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((of) => and(...of)),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((of) => or(...of)),
    tie('node').map((of) => commented(of, 'a comment')),
    tie('node').map((of) => tagged(of, 1)),
  ),
})).node;

function evaluate(expression: Expression, row: Readonly<Record<string, string>>): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.of.every((part) => evaluate(part, row));
    case 'or':
      return expression.of.some((part) => evaluate(part, row));
    case 'not':
      return !evaluate(expression.of, row);
    case 'compare':
      return expression.left.kind === 'column' && row[expression.left.name] === 'x';
    default:
      throw new Error(`no ${expression.kind} here`);
  }
}

const ROWS = Array.from({ length: 16 }, (_, bits) =>
  Object.fromEntries(NAMES.map((name, at) => [name, bits & (1 << at) ? 'x' : 'o'])),
);

describe('a printed condition', () => {
  it('has the truth table of its tree', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const query = compileQuery(text(expression), { schemas, target: 'sentinel' });
        expect(query.diagnostics).toEqual([]);
        const expected = ROWS.filter((row) => evaluate(expression, row)).length;
        expect(query.count({ T: ROWS })).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('has parentheses where the parser needs them, or where an `and` under `or` breaks over lines', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const printed = text(expression);
        const code = microsoft().parseOnly(printed);
        const needless: string[] = [];
        walk(code.Syntax, (element, parent) => {
          if (microsoft().kindOf(element) !== 'ParenthesizedExpression') return;
          const inner = element.GetChild(1);
          const outerKind = parent ? microsoft().kindOf(parent) : '';
          const innerKind = inner ? microsoft().kindOf(inner) : '';
          const isNeeded = outerKind === 'AndExpression' && innerKind === 'OrExpression';
          const lines = printed.slice(element.TextStart, element.End).split('\n').length;
          const isBroken = innerKind === 'AndExpression' && lines > 1;
          if (!isNeeded && !isBroken) needless.push(`${innerKind} in ${outerKind}`);
        });
        expect(needless).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

function walk(
  element: SyntaxElement,
  visit: (element: SyntaxElement, parent: SyntaxElement | null) => void,
  parent: SyntaxElement | null = null,
): void {
  visit(element, parent);
  for (let at = 0; at < element.ChildCount; at++) {
    const child = element.GetChild(at);
    if (child) walk(child, visit, element);
  }
}
