import { UnsupportedError } from '../syntax';
import { compareValues, keyOf, toDynamic, type Value } from '../values';
import { type FunctionCompiler, plain } from './function-kinds';

/** https://learn.microsoft.com/kusto/query/array-index-of-function */
export const arrayIndexOf = plain(
  ([array, wanted, start, length, occurrence], [, type = 'dynamic']): Value => {
    if (!Array.isArray(array)) return null;
    const most = Number(length ?? -1);
    const nth = Number(occurrence ?? 1);
    if (nth < 0 || most < -1) return null;
    const from = Number(start ?? 0);
    const begin = from < 0 ? Math.max(0, array.length + from) : from;
    const end = most === -1 ? array.length : Math.min(array.length, begin + most);
    const key = keyOf(toDynamic(wanted, type));
    let left = Math.max(1, nth);
    for (let at = begin; at < end; at++) {
      if (keyOf(array[at]) === key && --left === 0) return at;
    }
    return -1;
  },
);

/** Numbers come before strings, strings before anything else. */
function rank(value: Value): number {
  if (typeof value === 'number' || typeof value === 'bigint') return 0;
  return typeof value === 'string' ? 1 : 2;
}

/**
 * `array_sort_asc()` and `array_sort_desc()` of one array, with nulls last unless the second
 * argument is false. Refuses several arrays, whose result has several values.
 * https://learn.microsoft.com/kusto/query/array-sort-asc-function
 */
export const arraySort =
  (sign: 1 | -1): FunctionCompiler =>
  ({ args, node }) => {
    const [of, nullsLast, ...others] = args;
    if (others.length > 0 || (nullsLast && nullsLast.type !== 'bool')) {
      throw new UnsupportedError('sorting several arrays together cannot be run', node);
    }
    return (row, at, rows) => {
      const array = of?.get(row, at, rows);
      if (!Array.isArray(array)) return null;
      const nulls = array.filter((item) => item === null);
      const sorted = array
        .filter((item) => item !== null)
        .sort((a, b) => rank(a) - rank(b) || sign * compareValues(a, b));
      const areLast = nullsLast?.get(row, at, rows) ?? true;
      return areLast ? [...sorted, ...nulls] : [...nulls, ...sorted];
    };
  };
