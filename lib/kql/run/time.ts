/**
 * Datetimes are milliseconds since 1970 UTC and timespans milliseconds, both with fractions. A number
 * holds today's datetimes to a quarter of a microsecond; Kusto's tick is a tenth.
 */

const MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
export const DAY = MS.d;

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Null if the text is not a datetime. https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
export function parseDatetime(text: string): number | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (!iso) {
    if (!/[A-Za-z/]/.test(trimmed) || !/\d/.test(trimmed)) return null;
    const zoned = /(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})$/i.test(trimmed) ? trimmed : `${trimmed} UTC`;
    const value = Date.parse(zoned);
    return Number.isNaN(value) ? null : value;
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = iso;
  const date = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const whole = new Date(date);
  if (whole.getUTCMonth() !== Number(month) - 1 || Number(hour ?? 0) > 23) return null;
  let value = date + (fraction ? Number(`0.${fraction.slice(0, 7)}`) * 1000 : 0);
  if (zone && zone.toUpperCase() !== 'Z') {
    const sign = zone.startsWith('-') ? -1 : 1;
    const digits = zone.replace(/\D/g, '');
    value -= sign * (Number(digits.slice(0, 2)) * MS.h + Number(digits.slice(2)) * MS.m);
  }
  return value;
}

/** `2024-01-31T08:05:01.1234560Z`: ISO 8601 with seven digits, as Kusto writes it. */
export function formatDatetime(value: number): string {
  const micros = Math.round(value * 1000);
  const whole = Math.floor(micros / 1000);
  const iso = new Date(whole).toISOString();
  return `${iso.slice(0, -1)}${String(micros - whole * 1000).padStart(3, '0')}0Z`;
}

const UNITS = new Map(
  Object.entries<number>({
    d: MS.d,
    day: MS.d,
    days: MS.d,
    h: MS.h,
    hr: MS.h,
    hrs: MS.h,
    hour: MS.h,
    hours: MS.h,
    m: MS.m,
    min: MS.m,
    minute: MS.m,
    minutes: MS.m,
    s: MS.s,
    sec: MS.s,
    second: MS.s,
    seconds: MS.s,
    ms: 1,
    milli: 1,
    millis: 1,
    millisecond: 1,
    milliseconds: 1,
    micro: 1e-3,
    micros: 1e-3,
    microsecond: 1e-3,
    microseconds: 1e-3,
    tick: 1e-4,
    ticks: 1e-4,
  }),
);

/** `5m`, `1.5h`, `1.02:03:04.5`, or a bare number of days. Null if it is none of these. */
export function parseTimespan(text: string): number | null {
  const trimmed = text.trim();
  const unit = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(trimmed);
  if (unit) {
    const size = UNITS.get((unit[2] ?? '').toLowerCase());
    return size === undefined ? null : Number(unit[1]) * size;
  }
  const clock = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(
    trimmed,
  );
  if (clock) {
    const [, sign, days, hours, minutes, seconds, fraction] = clock;
    const value =
      Number(days ?? 0) * MS.d +
      Number(hours) * MS.h +
      Number(minutes) * MS.m +
      Number(seconds ?? 0) * MS.s +
      (fraction ? Number(`0.${fraction}`) * 1000 : 0);
    return sign ? -value : value;
  }
  return /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) * MS.d : null;
}

/** `1.02:03:04.5000000`: days and fraction only if not zero. */
export function formatTimespan(value: number): string {
  const ticks = Math.round(Math.abs(value) * 1e4);
  const two = (part: number) => String(part).padStart(2, '0');
  const days = Math.floor(ticks / (MS.d * 1e4));
  const hours = Math.floor(ticks / (MS.h * 1e4)) % 24;
  const minutes = Math.floor(ticks / (MS.m * 1e4)) % 60;
  const seconds = Math.floor(ticks / 1e7) % 60;
  const fraction = ticks % 1e7;
  return `${value < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${two(hours)}:${two(minutes)}:${two(seconds)}${
    fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : ''
  }`;
}
