/**
 * Datetimes and timespans are whole ticks of 100 ns, as in Kusto: numbers where those are exact, otherwise
 * bigints, like longs. Datetimes count from 2010 UTC, so that numbers reach from 1981 to 2038.
 */
export type Ticks = number | bigint;

export const SECOND = 10_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const EPOCH_MS = Date.UTC(2010, 0, 1);
const TICKS_OF_MS = 10_000;
/** From the year 1, where Kusto's ticks begin, to the epoch. */
export const EPOCH_TICKS = 733_772n * BigInt(DAY);
const END_TICKS = 3_155_378_976_000_000_000n - EPOCH_TICKS;

export function toTicks(value: bigint): Ticks {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function addTicks(a: Ticks, b: Ticks): Ticks {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toTicks(BigInt(a) + BigInt(b));
}

/** A datetime from milliseconds since 1970 UTC. */
export function datetimeOf(ms: number): Ticks {
  const value = (ms - EPOCH_MS) * TICKS_OF_MS;
  return Number.isSafeInteger(value) ? value : toTicks(BigInt(ms - EPOCH_MS) * BigInt(TICKS_OF_MS));
}

/** Whole milliseconds since 1970 UTC, and the ticks beyond them. */
export function partsOf(value: Ticks): { readonly ms: number; readonly ticks: number } {
  if (typeof value === 'bigint') {
    const size = BigInt(TICKS_OF_MS);
    const ticks = ((value % size) + size) % size;
    return { ms: Number((value - ticks) / size) + EPOCH_MS, ticks: Number(ticks) };
  }
  const whole = Math.round(value);
  const ticks = ((whole % TICKS_OF_MS) + TICKS_OF_MS) % TICKS_OF_MS;
  return { ms: (whole - ticks) / TICKS_OF_MS + EPOCH_MS, ticks };
}

export function dateOf(value: Ticks): Date {
  return new Date(partsOf(value).ms);
}

/** Null outside the years 1 to 9999. https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
export function inRange(value: Ticks): Ticks | null {
  return value >= -EPOCH_TICKS && value < END_TICKS ? value : null;
}

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Null if the text is not a datetime. https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */
export function parseDatetime(text: string): Ticks | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (!iso) {
    if (!/[A-Za-z/]/.test(trimmed) || !/\d/.test(trimmed)) return null;
    const zoned = /(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})$/i.test(trimmed) ? trimmed : `${trimmed} UTC`;
    const value = Date.parse(zoned);
    return Number.isNaN(value) ? null : inRange(datetimeOf(value));
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = iso;
  const whole = new Date(0);
  whole.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (whole.getUTCMonth() !== Number(month) - 1) return null;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  whole.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  let beyond = fraction ? Number(fraction.slice(0, 7).padEnd(7, '0')) : 0;
  if (zone && zone.toUpperCase() !== 'Z') {
    const sign = zone.startsWith('-') ? -1 : 1;
    const digits = zone.replace(/\D/g, '');
    beyond -= sign * (Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE);
  }
  return inRange(addTicks(datetimeOf(whole.getTime()), beyond));
}

/** `2024-01-31T08:05:01.1234560Z`: ISO 8601 with seven digits, as Kusto writes it. */
export function formatDatetime(value: Ticks): string {
  const { ms, ticks } = partsOf(value);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}

const UNITS = new Map(
  Object.entries<number>({
    d: DAY,
    day: DAY,
    days: DAY,
    h: HOUR,
    hr: HOUR,
    hrs: HOUR,
    hour: HOUR,
    hours: HOUR,
    m: MINUTE,
    min: MINUTE,
    minute: MINUTE,
    minutes: MINUTE,
    s: SECOND,
    sec: SECOND,
    second: SECOND,
    seconds: SECOND,
    ms: TICKS_OF_MS,
    milli: TICKS_OF_MS,
    millis: TICKS_OF_MS,
    millisecond: TICKS_OF_MS,
    milliseconds: TICKS_OF_MS,
    micro: 10,
    micros: 10,
    microsecond: 10,
    microseconds: 10,
    tick: 1,
    ticks: 1,
  }),
);

/** `5m`, `1.5h`, `1.02:03:04.5`, or a bare number of days. Null if it is none of these. */
export function parseTimespan(text: string): Ticks | null {
  const trimmed = text.trim();
  const unit = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(trimmed);
  if (unit) {
    const size = UNITS.get((unit[2] ?? '').toLowerCase());
    return size === undefined ? null : whole(Number(unit[1]) * size);
  }
  const clock = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(
    trimmed,
  );
  if (clock) {
    const [, sign, days, hours, minutes, seconds, fraction] = clock;
    const value =
      Number(days ?? 0) * DAY +
      Number(hours) * HOUR +
      Number(minutes) * MINUTE +
      Number(seconds ?? 0) * SECOND +
      Number((fraction ?? '').padEnd(7, '0'));
    return whole(sign ? -value : value);
  }
  return /^-?\d+(?:\.\d+)?$/.test(trimmed) ? whole(Number(trimmed) * DAY) : null;
}

function whole(ticks: number): Ticks {
  return toTicks(BigInt(Math.round(ticks)));
}

/** `1.02:03:04.5000000`: days and fraction only if not zero. */
export function formatTimespan(value: Ticks): string {
  const ticks = Math.round(Math.abs(Number(value)));
  const two = (part: number) => String(part).padStart(2, '0');
  const days = Math.floor(ticks / DAY);
  const hours = Math.floor(ticks / HOUR) % 24;
  const minutes = Math.floor(ticks / MINUTE) % 60;
  const seconds = Math.floor(ticks / SECOND) % 60;
  const fraction = ticks % SECOND;
  return `${value < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${two(hours)}:${two(minutes)}:${two(seconds)}${
    fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : ''
  }`;
}
