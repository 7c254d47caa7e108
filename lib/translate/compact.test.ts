import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchemas } from '@/lib/knowledge';
import {
  and,
  column,
  compare,
  compileQuery,
  type Expression,
  not,
  or,
  printExpression,
  printQuery,
  string,
  tagged,
} from '@/lib/kql';
import { compactLists } from './compact';

const schemas = readSchemas();
const isText = (name: string): boolean => name !== 'Number';

type Name = Extract<Expression, { kind: 'compare' }>['operator'];

function listOf(operator: Name, values: readonly string[], name = 'CommandLine'): Expression {
  return or(
    ...values.map((value, at) => tagged(compare(column(name), operator, string(value)), at)),
  );
}

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `v.${at}+`);
}

describe('compactLists', () => {
  it('leaves lists of ordinary length unchanged', () => {
    const list = listOf('contains', texts(60));
    expect(compactLists(list, isText)).toBe(list);
  });

  it('turns a long list into alternations of one line each, and keeps the tags', () => {
    const query = printQuery({
      source: { kind: 'table', name: 'DeviceProcessEvents' },
      operators: [
        { kind: 'where', predicate: compactLists(listOf('contains', texts(200)), isText) },
      ],
    });
    const lines = query.text.split('\n');
    expect(lines.length).toBeLessThan(60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines[1]).toMatch(/^\| where CommandLine matches regex @"\(\?i\)v\\\.0\\\+\|v\\\.1/);
    expect([...query.lines.keys()].sort((a, b) => a - b)).toEqual(texts(200).map((_, at) => at));
  });

  it('omits the flag if no letter has a case, and uses longer lines for long values', () => {
    const signs = compactLists(
      listOf(
        'contains',
        texts(100).map((_, at) => String(at)),
      ),
      isText,
    );
    expect(printExpression(signs)).toContain('matches regex "0|1|2|');
    const long = listOf(
      'contains',
      texts(80).map((text) => text.repeat(6)),
    );
    const compacted = compactLists(long, isText);
    expect(compacted.kind === 'or' && compacted.of.length).toBeLessThanOrEqual(16);
  });

  it('leaves values unchanged that a regular expression would compare differently', () => {
    const umlauts = listOf(
      'contains',
      texts(100).map((text) => `Ä${text}`),
    );
    expect(compactLists(umlauts, isText)).toEqual(umlauts);
    const numbers = listOf('contains', texts(100), 'Number');
    expect(compactLists(numbers, isText)).toEqual(numbers);
    const equal = listOf('=~', texts(100));
    expect(compactLists(equal, isText)).toEqual(equal);
    const all = and(...texts(100).map((text) => compare(column('A'), 'contains', string(text))));
    expect(compactLists(all, isText)).toEqual(all);
  });

  it('finds lists inside negations and among other conditions', () => {
    const other = compare(column('FileName'), '=~', string('a.exe'));
    const mixed = compactLists(and(other, not(or(listOf('endswith', texts(90)), other))), isText);
    const text = printExpression(mixed);
    expect(text).toContain('FileName =~ "a.exe" and not(');
    expect(text).toContain('matches regex @"(?i)(?:v\\.0\\+|');
    expect(text).not.toContain('endswith');
  });

  it.each([
    'contains',
    'startswith',
    'endswith',
    'contains_cs',
    'startswith_cs',
    'endswith_cs',
  ] as const)('means the same as separate %s comparisons', (operator) => {
    const piece = fc.string({
      unit: fc.constantFrom(
        'a',
        'B',
        'b',
        '.',
        '*',
        '\\',
        '"',
        '|',
        '(',
        '$',
        '\n',
        '😀',
        '密',
        '‍',
      ),
      minLength: 1,
      maxLength: 3,
    });
    const run = (predicate: Expression, rows: readonly string[]): unknown[] => {
      const { text } = printQuery({
        source: { kind: 'table', name: 'DeviceProcessEvents' },
        operators: [{ kind: 'where', predicate }],
      });
      const query = compileQuery(text, { schemas, target: 'defender-xdr' });
      expect(query.diagnostics).toEqual([]);
      return query
        .run({ DeviceProcessEvents: rows.map((row) => ({ ProcessCommandLine: row })) })
        .rows.map((row) => row.ProcessCommandLine);
    };
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 61, maxLength: 80 }),
        fc.array(
          fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '\\', '|', '\n', '😀', '密') }),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        (values, rows) => {
          const list = listOf(operator, values, 'ProcessCommandLine');
          expect(run(compactLists(list, isText), rows)).toEqual(run(list, rows));
        },
      ),
      { numRuns: 8 },
    );
  });
});
