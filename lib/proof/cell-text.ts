import { dynamic, printExpression, quoteString } from '@/lib/kql';

/** What dates, times and GUIDs are written with. Their literals have no quotes. */
const PLAIN = /^[\w.:+-]+$/;

/** A cell of a `datatable` as a literal of the column's type; null for a value that is no date, time or GUID. */
export function cellText(value: unknown, type: string): string {
  if (type === 'string')
    return quoteString(value === null || value === undefined ? '' : textOf(value));
  if (value === null || value === undefined) return `${type}(null)`;
  switch (type) {
    case 'bool':
      return String(value === true || value === 'true' || value === 1);
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return `${type}(${Number(value)})`;
    case 'datetime':
    case 'timespan':
    case 'guid':
      return `${type}(${PLAIN.test(String(value)) ? String(value) : 'null'})`;
    default:
      return printExpression(dynamic(value));
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
