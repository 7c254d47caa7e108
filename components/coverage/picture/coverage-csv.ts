import type { Coverage, CoverageEntry } from '@/lib/attack';
import { csvLine } from '@/lib/text/csv-line';
import { LEVELS } from '../level-shares';

/** The matrix as CSV: a line for each technique and sub-technique of a tactic, with its numbers of rules. */
export function coverageCsv({ columns }: Coverage): string {
  const head = [
    'tactic',
    'technique',
    'parent',
    'name',
    'rules',
    'translated',
    'proven',
    ...LEVELS,
  ];
  const lines = columns.flatMap(({ tactic, cells }) =>
    cells.flatMap((cell) => [
      lineOf(tactic.name, '', cell),
      ...cell.subs.map((sub) => lineOf(tactic.name, cell.technique.id, sub)),
    ]),
  );
  return [csvLine(head), ...lines].join('');
}

function lineOf(tactic: string, parent: string, { technique, counts }: CoverageEntry): string {
  const { rules, translated, proven, levels } = counts;
  const numbers = [rules, translated, proven, ...LEVELS.map((level) => levels[level] ?? 0)];
  return csvLine([tactic, technique.id, parent, technique.name, ...numbers.map(String)]);
}
