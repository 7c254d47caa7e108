import type { Getter } from '../environment';
import { emptyOf, keyOf, type Value } from '../values';
import type { FunctionTable } from './function-kinds';

/**
 * Functions over rows in order: https://learn.microsoft.com/kusto/query/window-functions. They are
 * called row after row, so running values are kept between rows and reset at the first.
 */

const neighbour =
  (sign: number): FunctionTable[string] =>
  ({ args, type }) => {
    const [of, offset, fallback] = args;
    const distance = sign * Number(offset?.constant?.value ?? 1);
    return (row, at, rows) => {
      const other = rows[at + distance];
      if (other) return of?.get(other, at + distance, rows);
      return fallback?.get(row, at, rows) ?? emptyOf(type);
    };
  };

export const WINDOW_FUNCTIONS: FunctionTable = {
  prev: neighbour(-1),
  next: neighbour(1),
  row_number: ({ args }) => {
    const [start, restart] = args;
    let number = 0;
    return (row, at, rows) => {
      const first = Number(start?.get(row, at, rows) ?? 1);
      number = at === 0 || restart?.get(row, at, rows) === true ? first : number + 1;
      return number;
    };
  },
  row_cumsum: ({ args }) => {
    const [of, restart] = args;
    let sum = 0;
    return (row, at, rows) => {
      if (at === 0 || restart?.get(row, at, rows) === true) sum = 0;
      sum += Number(of?.get(row, at, rows) ?? 0);
      return sum;
    };
  },
  row_rank_dense: ({ args }) => rank(args[0]?.get, args[1]?.get, true),
  row_rank_min: ({ args }) => rank(args[0]?.get, args[1]?.get, false),
  /** A session starts when the gap to the previous row, or the session's length, reaches its limit. */
  row_window_session: ({ args }) => {
    const [of, longest, gap, restart] = args;
    let start: Value = null;
    let before: Value = null;
    return (row, at, rows) => {
      const value = of?.get(row, at, rows) ?? null;
      const isFirst = at === 0 || start === null || before === null || value === null;
      const fromStart = Number(longest?.get(row, at, rows) ?? 0);
      const fromBefore = Number(gap?.get(row, at, rows) ?? 0);
      if (
        isFirst ||
        Number(value) - Number(start) >= fromStart ||
        Number(value) - Number(before) >= fromBefore ||
        restart?.get(row, at, rows) === true
      ) {
        start = value;
      }
      before = value;
      return start;
    };
  },
};

function rank(of: Getter | undefined, restart: Getter | undefined, dense: boolean): Getter {
  let current = 0;
  let seen = 0;
  let before: string | null = null;
  return (row, at, rows) => {
    if (at === 0 || restart?.(row, at, rows) === true) {
      current = 0;
      seen = 0;
      before = null;
    }
    const key = keyOf(of?.(row, at, rows) ?? null);
    seen++;
    if (key !== before) current = dense ? current + 1 : seen;
    before = key;
    return current;
  };
}
