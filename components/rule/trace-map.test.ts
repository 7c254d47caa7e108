import { expect, it } from 'vitest';
import type { TraceLine } from '@/lib/translate';
import { traceOfQuery, traceOfRule } from './trace-map';

const line = (start: number, end: number, kqlLines: number[]) =>
  ({ sigmaSpan: { start, end }, kqlLines }) as unknown as TraceLine;

it('maps the lines of the rule that contain a value', () => {
  const text = 'a: 1\nb: |\n  x\n  y\nc: 2\n';
  const at = text.indexOf('  x');
  const map = traceOfRule([line(0, 4, [1]), line(at, text.indexOf('\nc'), [2])], text);
  expect([...map]).toEqual([
    [1, [0]],
    [3, [1]],
    [4, [1]],
  ]);
});

it('maps every comparison of a line of the query', () => {
  const map = traceOfQuery([line(0, 1, [2, 3]), line(0, 1, [3])]);
  expect(map.get(3)).toEqual([0, 1]);
});
