import { SHADES, shadeOf } from '@/lib/attack/shades';
import { LEVELS } from './level-shares';
import type { CellData, ColumnData, Entry } from './matrix-data';
import type { Show } from './show';

/** A step of the legend, which limits the matrix to the cells that have it. */
export interface Step {
  /** As the address names it: the least count of a shade, or a level. */
  readonly key: string;
  /** How many techniques and sub-techniques have it. */
  readonly count: number;
}

/** The keys of the legend’s steps, in its order. */
function stepKeys(show: Show): readonly string[] {
  return show === 'level' ? LEVELS : SHADES.map(({ from }) => String(from));
}

/** The steps that an address names, as far as the legend has them. */
export function parseOnly(
  value: string | readonly string[] | undefined,
  show: Show,
): readonly string[] {
  const asked = [value ?? []].flat();
  return stepKeys(show).filter((key) => asked.includes(key));
}

/** The legend’s steps with their numbers. A technique of several tactics counts once. */
export function countSteps(columns: readonly ColumnData[], show: Show): readonly Step[] {
  const entries = new Map(
    columns.flatMap(({ cells }) => cells.flat().map((entry) => [entry[0], entry])),
  );
  return stepKeys(show).map((key) => ({
    key,
    count: [...entries.values()].filter((entry) => hasStep(entry, [key], show)).length,
  }));
}

/** Whether the matrix is limited to the techniques that have none of what it shows. */
export function isOnlyUncovered(only: readonly string[]): boolean {
  return only.length === 1 && only[0] === '0';
}

/** Whether the matrix shows an entry when it is limited to some steps. */
export function hasStep([, , count, shares]: Entry, only: readonly string[], show: Show): boolean {
  if (only.length === 0) return true;
  if (show === 'level') return LEVELS.some((level, at) => shares?.[at] && only.includes(level));
  return only.includes(String(SHADES[shadeOf(count)]?.from));
}

/**
 * The matrix limited to some steps: a technique stays if it or one of its sub-techniques has one of them, and with it
 * those sub-techniques.
 */
export function limitToSteps(
  columns: readonly ColumnData[],
  only: readonly string[],
  show: Show,
): readonly ColumnData[] {
  if (only.length === 0) return columns;
  return columns.map((column) => ({
    ...column,
    cells: column.cells.flatMap(([technique, ...subs]): CellData[] => {
      const kept = subs.filter((sub) => hasStep(sub, only, show));
      return kept.length > 0 || hasStep(technique, only, show) ? [[technique, ...kept]] : [];
    }),
  }));
}
