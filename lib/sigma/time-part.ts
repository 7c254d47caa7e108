import type { TimePart } from './types';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[-+]\d{2}:?\d{2})?)?$/;

/**
 * The part of a date that a time modifier compares; NaN if the value is not a date. Times are UTC,
 * because Sigma does not convert time zones; a written offset applies. Numbers are Unix times, in
 * seconds or milliseconds depending on their size. Weeks are ISO 8601 weeks.
 */
export function timePartOf(value: unknown, part: TimePart): number {
  const date = toDate(value);
  if (!date || Number.isNaN(date.getTime())) return Number.NaN;
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}

function toDate(value: unknown): Date | null {
  if (value instanceof Date) return value;
  if (typeof value === 'number') return new Date(Math.abs(value) < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string') return null;
  const match = ISO.exec(value.trim());
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', zone = 'Z'] = match;
  const offset = zone.replace(/^([-+]\d{2})(\d{2})$/, '$1:$2');
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:00${offset}`);
}

function isoWeek(date: Date): number {
  const day = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
  // A week belongs to the year of its Thursday.
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const yearStart = Date.UTC(day.getUTCFullYear(), 0, 1);
  return Math.ceil(((day.getTime() - yearStart) / 86_400_000 + 1) / 7);
}
