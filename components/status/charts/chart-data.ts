/** A part of a bar: its key is the class `chart-<key>`, which has its colour. */
export interface Part {
  readonly key: string;
  readonly name: string;
  /** Stripes over the colour, so that parts side by side differ without it. */
  readonly striped?: boolean;
}

export interface ChartRow {
  readonly name: string;
  /** Where names can be alike. */
  readonly key?: string;
  /** For each panel the value of each part. */
  readonly panels: readonly (readonly number[])[];
  /** What the row's bar looks like, where each row has one part: that of a part of its own. */
  readonly look?: Pick<Part, 'key' | 'striped'>;
}

/** What a chart draws and its table lists. */
export interface ChartData {
  /** What the rows are: `Month`. */
  readonly rowTitle: string;
  readonly parts: readonly Part[];
  /** The names of bars side by side; one without a name if each row has one bar. */
  readonly panels: readonly string[];
  readonly rows: readonly ChartRow[];
  /** A value in words: `3 rules`. */
  readonly inWords: (value: number) => string;
  /** A value in a cell of the table. */
  readonly inTable: (value: number) => string;
}

/** The sum of a bar’s parts. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The least of 1, 2, 3, 4, 5, 6, 8, 10, 20, … that is at least a value: the end of an axis. */
export function axisEnd(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 4, 5, 6, 8].find((each) => value <= each * power) ?? 10;
  return factor * power;
}

/** The places of stacked parts in percent of an axis: where each begins, and how long it is. */
export function stack(
  values: readonly number[],
  end: number,
): readonly { readonly from: number; readonly size: number }[] {
  let from = 0;
  return values.map((value) => {
    const size = end === 0 ? 0 : (value / end) * 100;
    from += size;
    return { from: from - size, size };
  });
}

/** A share of the width or height as SVG has it: `12.5%`. */
export function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
