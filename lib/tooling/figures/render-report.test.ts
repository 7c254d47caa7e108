import { describe, expect, it } from 'vitest';
import { renderSections, renderTable } from './render-report';
import { atLeast, figure, under, within } from './report';

describe('a table', () => {
  it('has each figure beside its target, and marks those that miss it', () => {
    const table = renderTable({
      title: 'Cold pages',
      columns: ['page', 'p95', 'requests/s'],
      rows: [
        ['rule', figure(12.34, 'ms', within(30)), figure(4321.5, '', atLeast(100))],
        ['coverage', figure(70.1, 'ms', within(70)), figure(12, '')],
      ],
      notes: ['One connection.'],
    });
    expect(table.split('\n')).toEqual([
      '### Cold pages',
      '',
      '| page     |                           p95 |    requests/s |',
      '| -------- | ----------------------------: | ------------: |',
      '| rule     |             12.3 ms (≤ 30 ms) | 4,322 (≥ 100) |',
      '| coverage | **70.1 ms** (≤ 70 ms: missed) |            12 |',
      '',
      'One connection.',
    ]);
  });

  it('takes a bound that is reached as missed only where the target says under', () => {
    const cellsOf = (value: number) =>
      renderTable({
        title: 't',
        columns: ['a', 'b'],
        rows: [[figure(value, 'ms', under(10)), figure(value, 'ms', within(10))]],
      });
    expect(cellsOf(10)).toContain('**10 ms** (< 10 ms: missed) | 10 ms (≤ 10 ms) |');
  });

  it('takes a figure that could not be had as missed', () => {
    const rows = [[figure(Number.NaN, 's', under(5))]];
    expect(renderTable({ title: 't', columns: ['a'], rows })).toContain('**– s** (< 5 s: missed)');
  });

  it('keeps three digits, and all of those before the point', () => {
    const rows = [[figure(1_234_567.8, '')], [figure(99.96, '')], [figure(0.0321, 's')]];
    const table = renderTable({ title: 't', columns: ['a'], rows });
    expect(table).toContain('1,234,568');
    expect(table).toContain(' 100 |');
    expect(table).toContain('0.03 s');
  });
});

it('a section holds its tables under its title', () => {
  const table = { title: 'Sizes', columns: ['file'], rows: [['feed']] };
  expect(renderSections([{ title: '10 rules', tables: [table, table] }])).toMatch(
    /^## 10 rules\n\n### Sizes\n\n\| file \|\n\| ---- \|\n\| feed \|\n\n### Sizes\n/,
  );
});
