import { describe, expect, it } from 'vitest';
import type { ColumnData } from './matrix-data';
import { countSteps, isOnlyUncovered, limitToSteps, parseOnly } from './steps';

const column = (cells: ColumnData['cells']): ColumnData => ({
  tactic: 'impact',
  name: 'Impact',
  count: 0,
  covered: 0,
  techniques: cells.length,
  cells,
});

describe('the steps of the legend', () => {
  const columns = [
    column([
      [
        ['T1', 'One', 40],
        ['T1.001', 'Sub', 0],
        ['T1.002', 'Sub', 2],
      ],
      [['T2', 'Two', 0]],
    ]),
    column([[['T2', 'Two', 0]], [['T3', 'Three', 120]]]),
  ];

  it('are read from an address as far as they exist', () => {
    expect(parseOnly(['30', '0', 'x'], 'rules')).toEqual(['0', '30']);
    expect(parseOnly('high', 'level')).toEqual(['high']);
    expect(parseOnly('high', 'rules')).toEqual([]);
    expect(isOnlyUncovered(parseOnly('0', 'proven'))).toBe(true);
    expect(isOnlyUncovered(parseOnly(['0', '1'], 'proven'))).toBe(false);
    expect(isOnlyUncovered(parseOnly('0', 'level'))).toBe(false);
    expect(parseOnly(undefined, 'rules')).toEqual([]);
  });

  it('count a technique of two tactics once', () => {
    expect(countSteps(columns, 'rules').map(({ key, count }) => [key, count])).toEqual([
      ['0', 2],
      ['1', 1],
      ['3', 0],
      ['10', 0],
      ['30', 1],
      ['100', 1],
    ]);
  });

  it('limit the matrix to their techniques, and keep the technique of a sub-technique', () => {
    const ids = (only: string[]) =>
      limitToSteps(columns, only, 'rules').map(({ cells }) =>
        cells.map((cell) => cell.map(([id]) => id)),
      );
    expect(ids(['0'])).toEqual([[['T1', 'T1.001'], ['T2']], [['T2']]]);
    expect(ids(['30', '100'])).toEqual([[['T1']], [['T3']]]);
    expect(limitToSteps(columns, [], 'rules')).toBe(columns);
  });

  it('are levels when the matrix shows levels', () => {
    const levels = [column([[['T1', 'One', 2, [0, 10, 0, 10, 0]]], [['T2', 'Two', 0]]])];
    const high = limitToSteps(levels, ['high'], 'level');
    expect(high[0]?.cells.map(([[id]]) => id)).toEqual(['T1']);
    expect(limitToSteps(levels, ['medium'], 'level')[0]?.cells).toEqual([]);
    expect(countSteps(levels, 'level').map(({ count }) => count)).toEqual([0, 1, 0, 1, 0]);
  });
});
