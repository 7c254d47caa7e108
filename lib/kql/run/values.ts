import { formatDatetime, formatTimespan, parseDatetime, parseTimespan, type Ticks } from './time';

/**
 * Values by Kusto type. Strings are never null; every other type has null. Datetimes and timespans are
 * ticks, so only the static type, from the binder, distinguishes them from numbers.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/
 */
export type Value = unknown;

export type ValueType =
  | 'string'
  | 'int'
  | 'long'
  | 'real'
  | 'decimal'
  | 'bool'
  | 'datetime'
  | 'timespan'
  | 'guid'
  | 'dynamic'
  | 'null';

const TYPES: ReadonlySet<string> = new Set([
  'string',
  'int',
  'long',
  'real',
  'decimal',
  'bool',
  'datetime',
  'timespan',
  'guid',
  'null',
]);

/** A binder's type by its name. Types that are not scalar (a bag's shape, an array) are dynamic. */
export function valueType(name: string | undefined): ValueType {
  return name !== undefined && TYPES.has(name) ? (name as ValueType) : 'dynamic';
}

export function isNumeric(type: ValueType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

export function emptyOf(type: ValueType): Value {
  return type === 'string' ? '' : null;
}

/** A value as `tostring()` returns it. */
export function toText(value: Value, type: ValueType): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (type === 'datetime') return formatDatetime(value as Ticks);
  if (type === 'timespan') return formatTimespan(value as Ticks);
  if (typeof value === 'object') return toJson(value);
  return String(value);
}

export function toJson(value: Value): string {
  return (
    JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? Number(item) : item)) ?? 'null'
  );
}

/** A value inside a dynamic: datetimes and timespans as text. */
export function toDynamic(value: Value, type: ValueType): Value {
  if (value === null || value === undefined) return null;
  if (type === 'datetime') return formatDatetime(value as Ticks);
  if (type === 'timespan') return formatTimespan(value as Ticks);
  return value;
}

/** Text parsed as JSON, or a dynamic string if it is not JSON. */
export function parseJson(text: string): Value {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function toNumber(value: Value, type: ValueType): number | bigint | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || type === 'guid') return null;
  const text = value.trim();
  if (/^[+-]?0x[0-9a-f]+$/i.test(text)) {
    const sign = text.startsWith('-') ? -1n : 1n;
    return narrow(sign * BigInt(text.replace(/^[+-]/, '')));
  }
  if (/^[+-]?\d+$/.test(text)) return narrow(BigInt(text.replace(/^\+/, '')));
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  return null;
}

/** A long as a number if that is exact, otherwise as a bigint. */
export function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

export function toLong(value: Value, type: ValueType): number | bigint | null {
  if (type === 'string' || (type === 'dynamic' && typeof value === 'string')) {
    // Text with a fraction is not a long.
    if (!/^\s*[+-]?(?:\d+|0x[0-9a-f]+)\s*$/i.test(String(value))) return null;
  }
  const number = toNumber(value, type);
  if (number === null || typeof number === 'bigint') return number;
  return Number.isFinite(number) ? Math.trunc(number) : null;
}

export function toBool(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0;
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return null;
}

export function toDatetime(value: Value, type: ValueType): Ticks | null {
  if (value === null || value === undefined) return null;
  if (type === 'datetime') return value as Ticks;
  return typeof value === 'string' ? parseDatetime(value) : null;
}

export function toTimespan(value: Value, type: ValueType): Ticks | null {
  if (value === null || value === undefined) return null;
  if (type === 'timespan') return value as Ticks;
  return typeof value === 'string' ? parseTimespan(value) : null;
}

/** A raw cell as the value of its column. */
export function readCell(value: Value, type: ValueType): Value {
  if (value === undefined || value === null) return emptyOf(type);
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : toText(value, 'dynamic');
    case 'int':
    case 'long':
      return toLong(value, typeof value === 'string' ? 'string' : 'long');
    case 'real':
    case 'decimal':
      return toNumber(value, 'dynamic');
    case 'bool':
      return toBool(value);
    case 'datetime':
      return typeof value === 'string' ? parseDatetime(value) : value;
    case 'timespan':
      return typeof value === 'string' ? parseTimespan(value) : value;
    case 'guid':
      return String(value).toLowerCase();
    default:
      return value;
  }
}

/** A value in readable form: datetimes ISO 8601, timespans as text. */
export function writeCell(value: Value, type: ValueType): Value {
  return type === 'datetime' || type === 'timespan'
    ? toDynamic(value, type)
    : (value ?? emptyOf(type));
}

/** A key that is equal for equal values only, for grouping, joining and `distinct`. */
export function keyOf(value: Value): string {
  if (typeof value === 'string') return `s${value}`;
  if (value === null || value === undefined) return 'n';
  if (typeof value === 'object') return `o${toJson(value)}`;
  return `${typeof value === 'boolean' ? 'b' : 'd'}${String(value)}`;
}

export function isBig(a: Value, b: Value): boolean {
  return typeof a === 'bigint' || typeof b === 'bigint';
}

/** Order of two values of one type; null is lower than any value. */
export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (typeof a === 'object' || typeof b === 'object') {
    const left = toJson(a);
    const right = toJson(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const left = a as number;
  const right = b as number;
  return left < right ? -1 : left > right ? 1 : 0;
}
