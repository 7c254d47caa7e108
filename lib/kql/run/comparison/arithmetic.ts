import type { Compiled, Getter } from '../environment';
import { DAY, inRange, type Ticks } from '../time';
import { isBig, isNumeric, narrow, toNumber, type Value, type ValueType } from '../values';

type Operator = '+' | '-' | '*' | '/' | '%';

const isTime = (type: ValueType) => type === 'datetime' || type === 'timespan';

/** Numbers, and datetimes and timespans, which are ticks: the static types say what comes out. */
export function arithmetic(
  operator: Operator,
  left: Compiled,
  right: Compiled,
  type: ValueType,
): Compiled {
  const a = operand(operator, left, right);
  const b = operand(operator, right, left);
  const isWhole = type === 'int' || type === 'long' || isTime(type);
  const calculate = isWhole ? calculateWhole : calculateReal;
  return {
    type,
    get: (row, at, rows) => {
      const first = a(row, at, rows);
      const second = b(row, at, rows);
      if (first === null || second === null) return null;
      const result = calculate(operator, first as number, second as number);
      return type === 'datetime' && result !== null ? inRange(result) : result;
    },
  };
}

/** A side as a number. Next to a datetime or timespan, a number that is added counts days. */
function operand(operator: Operator, side: Compiled, other: Compiled): Getter {
  const isDays = isNumeric(side.type) && isTime(other.type) && /[+-]/.test(operator);
  const isRead = side.type === 'dynamic' || side.type === 'string';
  return (row, at, rows) => {
    const value = side.get(row, at, rows);
    if (isDays) return value === null ? null : Math.round(Number(value) * DAY);
    return isRead ? toNumber(value, side.type) : value;
  };
}

function calculateReal(operator: Operator, first: Value, second: Value): number | null {
  const x = Number(first);
  const y = Number(second);
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return modulo(x, y);
  }
}

/** Exact in 64 bits, beyond which it wraps. Null for a division by zero. */
function calculateWhole(operator: Operator, first: Ticks, second: Ticks): Ticks | null {
  if (!isBig(first, second)) {
    if ((operator === '/' || operator === '%') && second === 0) return null;
    const result = calculateReal(operator, first, second);
    if (result === null) return null;
    const whole = Math.trunc(result);
    if (Number.isSafeInteger(whole)) return whole;
  }
  if (!Number.isInteger(Number(first)) || !Number.isInteger(Number(second))) {
    const real = calculateReal(operator, first, second);
    return real === null || !Number.isFinite(real) ? null : wrapped(BigInt(Math.trunc(real)));
  }
  return calculateBig(operator, BigInt(first), BigInt(second));
}

function calculateBig(operator: Operator, x: bigint, y: bigint): Ticks | null {
  switch (operator) {
    case '+':
      return wrapped(x + y);
    case '-':
      return wrapped(x - y);
    case '*':
      return wrapped(x * y);
    case '/':
      return y === 0n ? null : wrapped(x / y);
    case '%': {
      if (y === 0n) return null;
      const size = y < 0n ? -y : y;
      return wrapped(((x % size) + size) % size);
    }
  }
}

function wrapped(value: bigint): Ticks {
  return narrow(BigInt.asIntN(64, value));
}

/** Never negative: https://learn.microsoft.com/kusto/query/numerical-operators */
function modulo(x: number, y: number): number | null {
  if (y === 0) return null;
  const size = Math.abs(y);
  return ((x % size) + size) % size;
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
