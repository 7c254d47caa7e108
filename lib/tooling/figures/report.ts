/** A bound that a figure should keep to. */
export interface Target {
  readonly kind: 'under' | 'within' | 'at least';
  readonly value: number;
}

/** A number with its unit, and what it should be. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly target?: Target | undefined;
}

export type Cell = string | Figure;

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What one has to know to read the figures. */
  readonly notes?: readonly string[];
}

/** The tables about one catalog. */
export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
}

export const under = (value: number): Target => ({ kind: 'under', value });
export const within = (value: number): Target => ({ kind: 'within', value });
export const atLeast = (value: number): Target => ({ kind: 'at least', value });

export const figure = (value: number, unit: string, target?: Target): Figure => ({
  value,
  unit,
  target,
});

/** Whether a figure is what it should be. A figure that is not a number is not. */
export function meets({ value, target }: Figure): boolean {
  if (!target) return true;
  if (target.kind === 'at least') return value >= target.value;
  return target.kind === 'under' ? value < target.value : value <= target.value;
}
