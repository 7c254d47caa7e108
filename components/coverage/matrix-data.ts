import type { Coverage, CoverageEntry } from '@/lib/attack';
import { levelShares } from './level-shares';
import { type Show, shownCount } from './show';

/* What the matrix draws, in tuples: the page carries it a second time beside the markup. */

/** A technique or sub-technique. The shares by level are there only if the matrix shows levels. */
export type Entry = readonly [
  id: string,
  name: string,
  count: number,
  shares?: readonly number[] | undefined,
];

/** A technique with those of its sub-techniques that belong to the tactic too. */
export type CellData = readonly [technique: Entry, ...subs: readonly Entry[]];

export interface ColumnData {
  readonly tactic: string;
  readonly name: string;
  /** Distinct rules over the column’s techniques. */
  readonly count: number;
  readonly covered: number;
  readonly techniques: number;
  readonly cells: readonly CellData[];
}

/** The matrix as it shows the counts of `show`. */
export function matrixData({ columns }: Coverage, show: Show): readonly ColumnData[] {
  const entryOf = ({ technique: { id, name }, counts }: CoverageEntry): Entry => {
    const count = shownCount(counts, show);
    return show === 'level' && count > 0
      ? [id, name, count, levelShares(counts.levels)]
      : [id, name, count];
  };
  return columns.map(({ tactic, cells, counts }) => ({
    tactic: tactic.shortName,
    name: tactic.name,
    count: shownCount(counts, show),
    covered: cells.filter((cell) => shownCount(cell.counts, show) > 0).length,
    techniques: cells.length,
    cells: cells.map((cell): CellData => [entryOf(cell), ...cell.subs.map(entryOf)]),
  }));
}
