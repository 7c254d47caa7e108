import { isObject, text } from './read-raw';
import type { Row } from './types';
import { toNumber } from './windows/record';

/** Values in the types of their columns; columns that the table does not have are left out. */
export function conform(row: Row, columns: Readonly<Record<string, string>>): Row {
  const conformed: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    const type = columns[column];
    if (type === undefined) continue;
    const typed = ofType(value, type);
    if (typed !== null) conformed[column] = typed;
  }
  return conformed;
}

/** A value as the Kusto type stores it, or null when it does not fit the type. */
function ofType(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : text(value);
    case 'int':
    case 'long':
      return typeof value === 'number' ? Math.trunc(value) : toNumber(text(value));
    case 'real':
    case 'decimal': {
      const parsed = typeof value === 'number' ? value : Number(text(value) || Number.NaN);
      return Number.isFinite(parsed) ? parsed : null;
    }
    case 'bool':
      return ofBoolean(value);
    case 'datetime': {
      const time = new Date(text(value));
      return Number.isNaN(time.getTime()) ? null : time.toISOString();
    }
    case 'dynamic':
      return Array.isArray(value) || isObject(value) || typeof value !== 'object' ? value : null;
    default:
      return text(value) || null;
  }
}

function ofBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = text(value).toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}
