import { describe, expect, it } from 'vitest';
import { and, column, compare, type Expression, or, printExpression, string } from '@/lib/kql';
import type { CompareOperator } from '@/lib/kql/tree';
import { parserArguments } from './parser-arguments';

const FILTERS = { name_has_any: 'Name', line_has_any: 'Line', line_has_all: 'Line' };
const PARSER = {
  columns: { Name: 'string', Line: 'string', Other: 'string' },
  computed: new Map([['Both', 'coalesce(Name, Line)']]),
};

const is = (name: string, operator: CompareOperator, text: string): Expression =>
  compare(column(name), operator, string(text));
const args = (condition: Expression): string =>
  parserArguments(condition, PARSER, FILTERS).map(printExpression).join(', ');

describe('the arguments of a parser', () => {
  it('are the terms that a match has in each column', () => {
    expect(args(is('Name', 'endswith', '\\wmic.exe'))).toBe('name_has_any = dynamic(["wmic.exe"])');
    expect(
      args(
        and(
          or(is('Name', 'endswith', '\\one.exe'), is('Name', 'endswith', '\\two.exe')),
          is('Line', 'contains', ' shadowcopy '),
          is('Line', 'contains', ' delete '),
        ),
      ),
    ).toBe(
      'name_has_any = dynamic(["one.exe", "two.exe"]), line_has_all = dynamic(["shadowcopy", "delete"])',
    );
  });

  it('do not exist for a column without a parameter, or for several columns at once', () => {
    expect(args(is('Other', 'endswith', '\\wmic.exe'))).toBe('');
    expect(args(is('Both', 'endswith', '\\wmic.exe'))).toBe('');
    expect(args(or(is('Name', 'endswith', '\\a1.exe'), is('Line', 'contains', ' word ')))).toBe('');
    expect(parserArguments(is('Name', '=~', 'word'), PARSER, {})).toEqual([]);
  });

  it('hold nothing that JSON could write in another way', () => {
    expect(args(is('Line', 'contains', '"word '))).toBe('');
    expect(args(is('Line', 'contains', ' 1000 '))).toBe('');
    expect(args(is('Line', 'contains', ' word"'))).toBe('line_has_all = dynamic(["word"])');
  });
});
