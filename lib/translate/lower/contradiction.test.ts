import { describe, expect, it } from 'vitest';
import { and, call, column, compare, type Expression, list, not, or, string } from '@/lib/kql';
import { findContradiction } from './contradiction';

type Operator = Parameters<typeof compare>[1];

const is = (name: string, operator: Operator, text: string): Expression =>
  compare(column(name), operator, string(text));
const find = (
  predicate: Expression,
  filters: readonly string[] = [],
  computed: ReadonlyMap<string, string> = new Map(),
): string | null => findContradiction(predicate, filters, computed);

describe('findContradiction', () => {
  it('finds one column with two values that differ in more than case', () => {
    expect(find(and(is('A', '=~', 'x'), is('A', '=~', 'y')))).toBe('A');
    expect(find(and(is('A', '=~', 'x'), is('A', '==', 'X')))).toBeNull();
    expect(find(and(is('A', '=~', 'x'), is('B', '=~', 'y')))).toBeNull();
  });

  it('treats computed columns with the same expression as one', () => {
    const computed = new Map([
      ['A', 'trim(Name)'],
      ['B', 'trim(Name)'],
    ]);
    expect(find(and(is('A', '=~', 'x'), is('B', '=~', 'y')), [], computed)).toBe('trim(Name)');
  });

  it('compares values with lists, exclusions, ends, pieces and emptiness', () => {
    const some = list(column('A'), 'in~', [string('x1'), string('y1')]);
    expect(find(and(some, is('A', '=~', 'Y1')))).toBeNull();
    expect(find(and(some, list(column('A'), '!in~', [string('X1'), string('y1')])))).toBe('A');
    expect(find(and(some, is('A', 'startswith', 'z')))).toBe('A');
    expect(find(and(some, is('A', 'endswith', '1'), is('A', 'contains', 'X')))).toBeNull();
    expect(find(and(some, call('isempty', column('A'))))).toBe('A');
    expect(find(and(call('isempty', column('A')), is('A', 'contains', 'x')))).toBe('A');
    expect(find(and(is('A', 'startswith', 'ab'), is('A', 'startswith', 'a')))).toBeNull();
    expect(find(and(is('A', 'startswith', 'ab'), is('A', 'startswith', 'b')))).toBe('A');
    expect(find(and(is('A', 'endswith', '.exe'), is('A', 'endswith', '.dll')))).toBe('A');
  });

  it('reads the plain equalities of the table’s filter', () => {
    expect(find(is('Log', '!~', 'system'), ['Log == "System"'])).toBe('Log');
    expect(find(is('Id', '=~', '3'), ['Log == "System" and Id in (1, 2)'])).toBe('Id');
    expect(find(is('Id', '=~', '3'), ['Id == 1 or Log == "System"'])).toBeNull();
  });

  it('reports only if every alternative is impossible', () => {
    const x = is('A', '=~', 'x');
    expect(find(and(x, or(is('A', '=~', 'y'), is('A', '=~', 'z'))))).toBe('A');
    expect(find(and(x, or(is('A', '=~', 'y'), is('B', '=~', 'z'))))).toBeNull();
    expect(find(or(and(x, is('A', '=~', 'y')), is('B', '=~', 'z')))).toBeNull();
  });

  it('reports nothing that it cannot judge', () => {
    const x = is('A', '=~', 'x');
    expect(find(and(x, not(and(x, is('B', '=~', 'y')))))).toBeNull();
    expect(find(and(x, is('A', 'matches regex', 'y')))).toBeNull();
    expect(find(and(is('A', '=~', 'É'), is('A', 'contains', 'é')))).toBeNull();
  });
});
