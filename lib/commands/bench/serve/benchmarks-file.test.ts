import { expect, it } from 'vitest';
import { renderBenchmarks } from './benchmarks-file';

const BENCHMARKS = {
  sections: [
    { title: '10 rules', tables: [{ title: 'Sizes', columns: ['page'], rows: [['feed']] }] },
  ],
  machine: ['2 × processor', 'Other work was running'],
  source: 'the starter rules',
  command: 'npm run bench -- --serve --write',
  date: '2026-01-02',
  leftOut: [] as string[],
};

it('says when, with which command, on which machine and of which rules', () => {
  const text = renderBenchmarks(BENCHMARKS);
  expect(text).toContain('on 2026-01-02 by `npm run bench -- --serve --write`');
  expect(text).toContain(
    '- Rules: the starter rules.\n- 2 × processor\n- Other work was running\n\n## 10 rules',
  );
  expect(text).toContain('It limits the highest rates');
});

it('names what a run left out', () => {
  expect(renderBenchmarks({ ...BENCHMARKS, leftOut: ['100,000 rules'] })).toContain(
    '- Not measured in this run: 100,000 rules.\n\n## 10 rules',
  );
});
