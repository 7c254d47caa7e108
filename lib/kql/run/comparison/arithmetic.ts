import type { Compiled, Getter } from '../environment';
import { isNumeric, toNumber, type Value, type ValueType } from '../values';
import { isBig } from './equality';

/** Numbers, and datetimes and timespans, which are milliseconds: the static types say what comes out. */
export function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: Compiled,
  right: Compiled,
  type: ValueType,
): Compiled {
  const whole = type === 'int' || type === 'long';
  const isTime = (side: ValueType) => side === 'datetime' || side === 'timespan';
  const read =
    (side: Compiled): Getter =>
    (row, at, rows) => {
      const value = side.get(row, at, rows);
      return side.type === 'dynamic' || side.type === 'string' ? toNumber(value, side.type) : value;
    };
  const a = read(left);
  const b = read(right);
  // A number next to a timespan counts days.
  const scale = (side: Compiled, other: Compiled) =>
    isNumeric(side.type) && isTime(other.type) && (operator === '+' || operator === '-')
      ? 864e5
      : 1;
  const leftScale = scale(left, right);
  const rightScale = scale(right, left);
  // A sum beyond what a number holds exactly, again in 64 bits.
  const exact = (result: number, ...[operation, x, y]: ['+' | '-' | '*', number, number]) =>
    whole && !Number.isSafeInteger(result) ? calculateBig(operation, x, y) : result;
  return {
    type,
    get: (row, at, rows) => {
      const first = a(row, at, rows);
      const second = b(row, at, rows);
      if (first === null || second === null) return null;
      if (isBig(first, second)) return calculateBig(operator, first, second);
      const x = (first as number) * leftScale;
      const y = (second as number) * rightScale;
      switch (operator) {
        case '+':
          return exact(x + y, operator, x, y);
        case '-':
          return exact(x - y, operator, x, y);
        case '*':
          return exact(x * y, operator, x, y);
        case '/':
          if (!whole) return x / y;
          return y === 0 ? null : Math.trunc(x / y);
        case '%':
          return modulo(x, y);
      }
    },
  };
}

/** Never negative: https://learn.microsoft.com/kusto/query/numerical-operators */
function modulo(x: number, y: number): number | null {
  if (y === 0) return null;
  const size = Math.abs(y);
  return ((x % size) + size) % size;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function calculateBig(operator: string, first: Value, second: Value): Value {
  if (!Number.isInteger(Number(first)) || !Number.isInteger(Number(second))) return null;
  const x = BigInt(first as bigint);
  const y = BigInt(second as bigint);
  let result: bigint;
  if (operator === '+') result = x + y;
  else if (operator === '-') result = x - y;
  else if (operator === '*') result = x * y;
  else if (y === 0n) return null;
  else if (operator === '/') result = x / y;
  else result = ((x % y) + abs(y)) % abs(y);
  const wrapped = BigInt.asIntN(64, result);
  return Number.isSafeInteger(Number(wrapped)) ? Number(wrapped) : wrapped;
}

export function negate(of: Compiled, type: ValueType): Compiled {
  const get: Getter = (row, at, rows) => {
    const value = of.get(row, at, rows);
    return value === null ? null : -(value as number);
  };
  if (!of.constant) return { type, get };
  const value = get({}, 0, []);
  return { type, get: () => value, constant: { value } };
}
