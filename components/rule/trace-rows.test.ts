import { describe, expect, it } from 'vitest';
import type { TraceLine } from '@/lib/translate';
import { traceRows } from './trace-rows';

const line = (value: string, more: Partial<TraceLine> = {}): TraceLine => ({
  selection: 'selection',
  field: 'Image',
  modifiers: ['endswith'],
  value,
  column: 'FileName',
  operator: 'endswith',
  quality: 'exact',
  sources: [],
  sigmaSpan: { start: 0, end: 1 },
  kqlLines: [],
  ...more,
});

describe('traceRows', () => {
  it('puts the values of one comparison into one row', () => {
    const trace = [line('a'), line('x', { field: 'User' }), line('b', { kqlLines: [3] })];
    expect(traceRows(trace, '').map(({ numbers, values }) => ({ numbers, values }))).toEqual([
      { numbers: [0, 2], values: ['a', 'b'] },
      { numbers: [1], values: ['x'] },
    ]);
  });

  it('keeps lines apart that differ in column, quality or source', () => {
    const trace = [line('a'), line('b', { column: 'Path' }), line('c', { quality: 'derived' })];
    expect(traceRows(trace, '')).toHaveLength(3);
  });

  it('names an expression as the query does, and knows where it is repeated', () => {
    const column = 'extract("<Image>", 1, EventData)';
    const trace = [
      line('a', { column }),
      line('b', { column, selection: 'other' }),
      line('c', { column: 'Path' }),
    ];
    const kql = `Event\n| extend\n    Image = ${column},\n    Other = Path2\n| where Image == "a"`;
    expect(traceRows(trace, kql).map(({ alias, repeats }) => [alias, repeats])).toEqual([
      ['Image', false],
      ['Image', true],
      [null, false],
    ]);
  });
});
