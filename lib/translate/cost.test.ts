import { expect, it } from 'vitest';
import {
  and,
  column,
  compare,
  type Expression,
  list,
  named,
  not,
  number,
  type Operator,
  or,
  type Query,
  raw,
  string,
} from '@/lib/kql';
import { costOf } from './cost';

const where = (predicate: Expression): Operator => ({ kind: 'where', predicate });
const extend = (name: string): Operator => ({
  kind: 'extend',
  columns: [named(name, raw('extract("x", 1, EventData)'))],
});
const table = (...operators: Operator[]): Query => ({
  source: { kind: 'table', name: 'Event' },
  operators,
});
const is = (name: string, value: string) => compare(column(name), '=~', string(value));
const contains = (name: string, value: string) => compare(column(name), 'contains', string(value));
const OWN = where(raw('EventID == 1'));
const TERM = where(compare(column('EventData'), 'has', string('wmic.exe')));

it.each([
  [
    'a term by index, then the text of a computed column',
    'cheap',
    [OWN, TERM, extend('Image'), where(contains('Image', 'x'))],
  ],
  ['nothing but the table and its filter', 'cheap', [OWN]],
  ['a number', 'cheap', [where(compare(column('EventID'), '==', number(4625)))]],
  [
    'equality in each alternative',
    'cheap',
    [where(and(or(is('A', 'abc'), is('B', 'def')), contains('C', 'x')))],
  ],
  [
    'one alternative without an index',
    'moderate',
    [OWN, where(or(is('A', 'abc'), contains('C', 'x')))],
  ],
  ['a part of a word after the own filter', 'moderate', [OWN, where(contains('A', 'x'))]],
  ['equality with a computed column', 'moderate', [OWN, extend('A'), where(is('A', 'abc'))]],
  ['an exclusion alone', 'moderate', [OWN, where(not(is('A', 'abc')))]],
  [
    'a term that is too short for the index',
    'heavy',
    [where(is('A', 'ab'))].concat(where(contains('A', 'x'))),
  ],
  ['a part of a word in every row', 'heavy', [where(contains('A', 'x'))]],
  [
    'one value without a term among several',
    'heavy',
    [where(list(column('A'), 'in~', [string('abc'), string('-')]))],
  ],
] as const)('%s is %s', (_name, level, operators) => {
  expect(costOf(table(...operators)).level).toBe(level);
});

it('does not count columns that are computed for the result alone', () => {
  expect(costOf(table(OWN, TERM, extend('User'))).steps.map(({ kind }) => kind)).toEqual([
    'filter',
    'index',
  ]);
});

it('reaches the index through a parser by its arguments alone', () => {
  const parser = (...args: Expression[]): Query => ({
    source: { kind: 'call', name: '_Im_ProcessCreate', args },
    operators: [where(is('TargetProcessName', 'wmic.exe'))],
  });
  expect(costOf(parser()).level).toBe('moderate');
  const given = costOf(parser(named('commandline_has_all', raw('dynamic(["a"])'))));
  expect(given.level).toBe('cheap');
  expect(given.steps[0]).toEqual({
    kind: 'index',
    text: '`_Im_ProcessCreate` finds rows in each of its sources by `commandline_has_all`.',
  });
});

it('takes a join as one level dearer, and reads a named result once', () => {
  const matches = table(OWN, where(contains('A', 'x')));
  const joined: Query = {
    lets: [{ name: 'Matches', value: matches, materialize: true }],
    source: { kind: 'table', name: 'Matches' },
    operators: [
      {
        kind: 'join',
        join: 'inner',
        right: { source: { kind: 'table', name: 'Matches' }, operators: [] },
        on: [column('A')],
      },
      { kind: 'summarize', aggregates: [], by: [column('A')] },
    ],
  };
  const { level, steps } = costOf(joined);
  expect(level).toBe('heavy');
  expect(steps.map(({ kind }) => kind)).toEqual(['filter', 'scan', 'join', 'group']);
});
