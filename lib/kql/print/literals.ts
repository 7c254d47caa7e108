import { INVISIBLE } from '@/lib/text/invisible';
import { quoteName, quoteString } from '../quote';
import type { Expression } from '../tree';

type Leaf = Extract<
  Expression,
  {
    kind:
      | 'column'
      | 'string'
      | 'number'
      | 'bool'
      | 'datetime'
      | 'timespan'
      | 'dynamic'
      | 'null'
      | 'star'
      | 'raw';
  }
>;

export function leafText(expression: Leaf): string {
  switch (expression.kind) {
    case 'column':
      return quoteName(expression.name);
    case 'string':
      return quoteString(expression.value);
    case 'number':
      return numberText(expression.value);
    case 'bool':
      return String(expression.value);
    case 'datetime':
      return `datetime(${expression.value})`;
    case 'timespan':
      return timespanText(expression.seconds);
    case 'dynamic':
      return `dynamic(${dynamicText(expression.value)})`;
    case 'null':
      return `${expression.type}(null)`;
    case 'star':
      return '*';
    case 'raw':
      return expression.text.trim();
  }
}

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') {
    const fits = value >= -(2n ** 63n) && value < 2n ** 63n;
    return fits ? String(value) : `decimal(${value})`;
  }
  if (Number.isNaN(value)) return 'real(nan)';
  if (!Number.isFinite(value)) return value > 0 ? 'real(+inf)' : 'real(-inf)';
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  // A whole number too large for a long is a real.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/.test(text)
    ? `${text}.0`
    : text;
}

const UNITS = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;

function timespanText(seconds: number): string {
  for (const [size, unit] of UNITS) {
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${Math.round(seconds * 1000)}ms`;
}

/** JSON, as in dynamic literals, with unprintable characters escaped. */
export function dynamicText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dynamicText).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).map(
      ([key, item]) => `${jsonString(key)}: ${dynamicText(item)}`,
    );
    return `{${pairs.join(', ')}}`;
  }
  if (typeof value === 'string') return jsonString(value);
  return JSON.stringify(value) ?? 'null';
}

const UNPRINTABLE = new RegExp(`[${INVISIBLE}]`, 'gu');

function jsonString(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (found) => {
    let out = '';
    for (let at = 0; at < found.length; at++) {
      out += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return out;
  });
}
