import type { Compiled, Getter } from '../environment';
import { compareValues, isBig, toJson } from '../values';
import { arithmetic } from './arithmetic';
import { converters } from './convert';
import { logical } from './logical';

export function equality(left: Compiled, right: Compiled, negated: boolean): Compiled {
  const [a, b] = converters(left.type, right.type);
  const isDynamic = left.type === 'dynamic' || right.type === 'dynamic';
  const get: Getter = (row, at, rows) => {
    const first = a(left.get(row, at, rows));
    const second = b(right.get(row, at, rows));
    if (first === null || second === null) {
      // https://learn.microsoft.com/kusto/query/scalar-data-types/null-values
      return first === second ? null : negated;
    }
    const same =
      isDynamic && typeof first === 'object' && typeof second === 'object'
        ? toJson(first) === toJson(second)
        : first === second || (isBig(first, second) && compareValues(first, second) === 0);
    return same !== negated;
  };
  return { type: 'bool', get };
}

export function order(
  operator: '<' | '<=' | '>' | '>=',
  left: Compiled,
  right: Compiled,
): Compiled {
  const [a, b] = converters(left.type, right.type);
  const holds: (sign: number) => boolean =
    operator === '<'
      ? (sign) => sign < 0
      : operator === '<='
        ? (sign) => sign <= 0
        : operator === '>'
          ? (sign) => sign > 0
          : (sign) => sign >= 0;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const first = a(left.get(row, at, rows));
      const second = b(right.get(row, at, rows));
      if (first === null || second === null) return null;
      if (typeof first !== typeof second && !isBig(first, second)) return null;
      if (Number.isNaN(first) || Number.isNaN(second)) return false;
      return holds(compareValues(first, second));
    },
  };
}

/** Includes both ends. A timespan as the high end of a datetime range counts from the low end. */
export function compileBetween(
  operator: string,
  left: Compiled,
  low: Compiled,
  high: Compiled,
): Compiled {
  const end: Compiled =
    left.type === 'datetime' && high.type === 'timespan'
      ? arithmetic('+', low, high, 'datetime')
      : high;
  const inside = logical(order('>=', left, low), order('<=', left, end), false);
  if (!operator.startsWith('!')) return inside;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const value = inside.get(row, at, rows);
      return value === null ? null : !value;
    },
  };
}
