import { DAY, formatDatetime } from '../time';
import { toDatetime, toTimespan } from '../values';
import { formatTimespanAs } from './format-timespan';
import { type FunctionTable, plain } from './function-kinds';
import { makeDatetime, makeTimespan } from './make-time';

const part = (read: (date: Date) => number) =>
  plain(([value], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? null : read(new Date(time));
  });

function startOf(unit: string, time: number, offset = 0): number {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (unit) {
    case 'day':
      return (Math.floor(time / DAY) + offset) * DAY;
    case 'week':
      // Weeks begin on Sunday.
      return (Math.floor(time / DAY) - date.getUTCDay() + 7 * offset) * DAY;
    case 'month':
      return Date.UTC(year, month + offset, 1);
    default:
      return Date.UTC(year + offset, 0, 1);
  }
}

const start = (unit: string) =>
  plain(([value, offset], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? null : startOf(unit, time, Number(offset ?? 0));
  });

/** The last microsecond before the next begins. */
const end = (unit: string) =>
  plain(([value, offset], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? null : startOf(unit, time, Number(offset ?? 0) + 1) - 1e-3;
  });

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;
}

/** ISO 8601: the first week is the one with the year's first Thursday. */
function weekOfYear(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY);
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const PARTS = new Map(
  Object.entries<(date: Date) => number>({
    year: (date) => date.getUTCFullYear(),
    quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
    month: (date) => date.getUTCMonth() + 1,
    week_of_year: weekOfYear,
    weekofyear: weekOfYear,
    day: (date) => date.getUTCDate(),
    dayofyear: dayOfYear,
    hour: (date) => date.getUTCHours(),
    minute: (date) => date.getUTCMinutes(),
    second: (date) => date.getUTCSeconds(),
    millisecond: (date) => date.getUTCMilliseconds(),
    microsecond: (date) => date.getUTCMilliseconds() * 1000,
    nanosecond: (date) => date.getUTCMilliseconds() * 1_000_000,
  }),
);

const SIZES = new Map(
  Object.entries<number>({
    week: 7 * DAY,
    day: DAY,
    hour: 3_600_000,
    minute: 60_000,
    second: 1000,
    millisecond: 1,
    microsecond: 1e-3,
    nanosecond: 1e-6,
  }),
);

function addTo(unit: string, amount: number, time: number): number | null {
  const size = SIZES.get(unit);
  if (size !== undefined) return time + amount * size;
  const months = unit === 'year' ? 12 : unit === 'quarter' ? 3 : unit === 'month' ? 1 : null;
  if (months === null) return null;
  const date = new Date(time);
  const day = date.getUTCDate();
  const moved = new Date(time);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months * amount);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, last));
  return moved.getTime() + (time - Math.floor(time));
}

/** Boundaries of the unit between two times. */
function difference(unit: string, later: number, earlier: number): number | null {
  const size = SIZES.get(unit);
  if (unit === 'week')
    return Math.round((startOf('week', later) - startOf('week', earlier)) / (7 * DAY));
  if (size !== undefined) return Math.floor(later / size) - Math.floor(earlier / size);
  const a = new Date(later);
  const b = new Date(earlier);
  const months = 12 * (a.getUTCFullYear() - b.getUTCFullYear()) + a.getUTCMonth() - b.getUTCMonth();
  if (unit === 'month') return months;
  if (unit === 'year') return a.getUTCFullYear() - b.getUTCFullYear();
  if (unit !== 'quarter') return null;
  const quarter = (date: Date) => 4 * date.getUTCFullYear() + Math.floor(date.getUTCMonth() / 3);
  return quarter(a) - quarter(b);
}

function format(time: number, pattern: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = formatDatetime(time).slice(20, 27);
  const hour12 = date.getUTCHours() % 12 || 12;
  return pattern.replace(
    /yyyy|yy|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|f{1,7}|F{1,7}|tt/g,
    (token): string => {
      switch (token) {
        case 'yyyy':
          return String(date.getUTCFullYear()).padStart(4, '0');
        case 'yy':
          return two(date.getUTCFullYear() % 100);
        case 'MM':
          return two(date.getUTCMonth() + 1);
        case 'M':
          return String(date.getUTCMonth() + 1);
        case 'dd':
          return two(date.getUTCDate());
        case 'd':
          return String(date.getUTCDate());
        case 'HH':
          return two(date.getUTCHours());
        case 'H':
          return String(date.getUTCHours());
        case 'hh':
          return two(hour12);
        case 'h':
          return String(hour12);
        case 'mm':
          return two(date.getUTCMinutes());
        case 'm':
          return String(date.getUTCMinutes());
        case 'ss':
          return two(date.getUTCSeconds());
        case 's':
          return String(date.getUTCSeconds());
        case 'tt':
          return date.getUTCHours() < 12 ? 'AM' : 'PM';
        default:
          return token.startsWith('f')
            ? fraction.slice(0, token.length)
            : fraction.slice(0, token.length).replace(/0+$/, '');
      }
    },
  );
}

const fromUnix = (size: number) =>
  plain(([value]) => (value === null ? null : Number(value) * size));

export const TIME_FUNCTIONS: FunctionTable = {
  now: ({ args, environment }) => {
    const [offset] = args;
    return (row, at, rows) => environment.state.now + Number(offset?.get(row, at, rows) ?? 0);
  },
  ago: ({ args, environment }) => {
    const [span] = args;
    return (row, at, rows) => {
      const value = span?.get(row, at, rows) ?? null;
      return value === null ? null : environment.state.now - Number(value);
    };
  },
  hourofday: part((date) => date.getUTCHours()),
  dayofmonth: part((date) => date.getUTCDate()),
  dayofyear: part(dayOfYear),
  monthofyear: part((date) => date.getUTCMonth() + 1),
  getmonth: part((date) => date.getUTCMonth() + 1),
  getyear: part((date) => date.getUTCFullYear()),
  week_of_year: part(weekOfYear),
  weekofyear: part(weekOfYear),
  /** A timespan since the previous Sunday. */
  dayofweek: part((date) => date.getUTCDay() * DAY),
  datetime_part: plain(([unit, value], [, type = 'null']) => {
    const time = toDatetime(value, type);
    const read = PARTS.get(String(unit).toLowerCase());
    return time === null || !read ? null : read(new Date(time));
  }),
  datetime_add: plain(([unit, amount, value]) =>
    value === null || amount === null
      ? null
      : addTo(String(unit).toLowerCase(), Number(amount), Number(value)),
  ),
  datetime_diff: plain(([unit, later, earlier]) =>
    later === null || earlier === null
      ? null
      : difference(String(unit).toLowerCase(), Number(later), Number(earlier)),
  ),
  startofday: start('day'),
  startofweek: start('week'),
  startofmonth: start('month'),
  startofyear: start('year'),
  endofday: end('day'),
  endofweek: end('week'),
  endofmonth: end('month'),
  endofyear: end('year'),
  make_datetime: plain(makeDatetime),
  make_timespan: plain(makeTimespan),
  format_datetime: plain(([value, pattern], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? '' : format(time, String(pattern));
  }),
  format_timespan: plain(([value, pattern], [type = 'null']) => {
    const span = toTimespan(value, type);
    if (span === null) return '';
    return formatTimespanAs(Math.round(Math.abs(span) * 1e4), String(pattern));
  }),
  unixtime_seconds_todatetime: fromUnix(1000),
  unixtime_milliseconds_todatetime: fromUnix(1),
  unixtime_microseconds_todatetime: fromUnix(1e-3),
  unixtime_nanoseconds_todatetime: fromUnix(1e-6),
};
