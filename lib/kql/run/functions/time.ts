import {
  addTicks,
  DAY,
  dateOf,
  datetimeOf,
  formatDatetime,
  HOUR,
  inRange,
  MINUTE,
  partsOf,
  SECOND,
  type Ticks,
  toTicks,
} from '../time';
import { toDatetime, toTimespan } from '../values';
import { formatTimespanAs } from './format-timespan';
import { type FunctionTable, plain } from './function-kinds';
import { makeDatetime, makeTimespan } from './make-time';

const DAY_MS = 86_400_000;

const part = (read: (date: Date) => number) =>
  plain(([value], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? null : read(dateOf(time));
  });

function startOf(unit: string, time: Ticks, offset = 0): Ticks {
  const date = dateOf(time);
  const start = new Date(0);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  switch (unit) {
    case 'day':
      start.setUTCFullYear(year, month, day + offset);
      break;
    case 'week':
      // Weeks begin on Sunday.
      start.setUTCFullYear(year, month, day - date.getUTCDay() + 7 * offset);
      break;
    case 'month':
      start.setUTCFullYear(year, month + offset, 1);
      break;
    default:
      start.setUTCFullYear(year + offset, 0, 1);
  }
  return datetimeOf(start.getTime());
}

const start = (unit: string) =>
  plain(([value, offset], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null ? null : inRange(startOf(unit, time, Number(offset ?? 0)));
  });

/** The last tick before the next begins. */
const end = (unit: string) =>
  plain(([value, offset], [type = 'null']) => {
    const time = toDatetime(value, type);
    return time === null
      ? null
      : inRange(addTicks(startOf(unit, time, Number(offset ?? 0) + 1), -1));
  });

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** ISO 8601: the first week is the one with the year's first Thursday. */
function weekOfYear(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
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
  }),
);

/** The fraction of the second, in ticks. */
function fractionOf(time: Ticks): number {
  const { ms, ticks } = partsOf(time);
  return new Date(ms).getUTCMilliseconds() * 10_000 + ticks;
}

const FRACTIONS: ReadonlyMap<string, (ticks: number) => number> = new Map([
  ['microsecond', (ticks: number) => Math.floor(ticks / 10)],
  ['nanosecond', (ticks: number) => ticks * 100],
]);

const SIZES = new Map(
  Object.entries<number>({
    week: 7 * DAY,
    day: DAY,
    hour: HOUR,
    minute: MINUTE,
    second: SECOND,
    millisecond: 10_000,
    microsecond: 10,
    nanosecond: 0.01,
  }),
);

function addTo(unit: string, amount: number, time: Ticks): Ticks | null {
  const size = SIZES.get(unit);
  if (size !== undefined)
    return inRange(addTicks(time, toTicks(BigInt(Math.trunc(amount * size)))));
  const months = unit === 'year' ? 12 : unit === 'quarter' ? 3 : unit === 'month' ? 1 : null;
  if (months === null) return null;
  const date = dateOf(time);
  const day = date.getUTCDate();
  const moved = dateOf(time);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months * amount);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, last));
  return inRange(addTicks(datetimeOf(moved.getTime()), partsOf(time).ticks));
}

/** Boundaries of the unit between two times. */
function difference(unit: string, later: Ticks, earlier: Ticks): number | null {
  const size = SIZES.get(unit);
  if (unit === 'week')
    return (Number(startOf('week', later)) - Number(startOf('week', earlier))) / (7 * DAY);
  if (size !== undefined)
    return Math.floor(Number(later) / size) - Math.floor(Number(earlier) / size);
  const a = dateOf(later);
  const b = dateOf(earlier);
  const months = 12 * (a.getUTCFullYear() - b.getUTCFullYear()) + a.getUTCMonth() - b.getUTCMonth();
  if (unit === 'month') return months;
  if (unit === 'year') return a.getUTCFullYear() - b.getUTCFullYear();
  if (unit !== 'quarter') return null;
  const quarter = (date: Date) => 4 * date.getUTCFullYear() + Math.floor(date.getUTCMonth() / 3);
  return quarter(a) - quarter(b);
}

function format(time: Ticks, pattern: string): string {
  const date = dateOf(time);
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

const UNIX_EPOCH = datetimeOf(0);

/** `size` is the number of ticks in the unit. */
const fromUnix = (size: number) =>
  plain(([value]) => {
    if (value === null) return null;
    const ticks =
      typeof value === 'bigint' && size < 1
        ? value / BigInt(1 / size)
        : BigInt(Math.trunc(Number(value) * size));
    return inRange(addTicks(UNIX_EPOCH, toTicks(ticks)));
  });

export const TIME_FUNCTIONS: FunctionTable = {
  now: ({ args, environment }) => {
    const [offset] = args;
    return (row, at, rows) => {
      const span = offset?.get(row, at, rows) ?? 0;
      return inRange(addTicks(environment.state.now, span as Ticks));
    };
  },
  ago: ({ args, environment }) => {
    const [span] = args;
    return (row, at, rows) => {
      const value = span?.get(row, at, rows) ?? null;
      return value === null ? null : inRange(addTicks(environment.state.now, -(value as number)));
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
    if (time === null) return null;
    const name = String(unit).toLowerCase();
    const fraction = FRACTIONS.get(name);
    return fraction ? fraction(fractionOf(time)) : (PARTS.get(name)?.(dateOf(time)) ?? null);
  }),
  datetime_add: plain(([unit, amount, value]) =>
    value === null || amount === null
      ? null
      : addTo(String(unit).toLowerCase(), Number(amount), value as Ticks),
  ),
  datetime_diff: plain(([unit, later, earlier]) =>
    later === null || earlier === null
      ? null
      : difference(String(unit).toLowerCase(), later as Ticks, earlier as Ticks),
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
    return formatTimespanAs(Math.abs(Number(span)), String(pattern));
  }),
  unixtime_seconds_todatetime: fromUnix(SECOND),
  unixtime_milliseconds_todatetime: fromUnix(10_000),
  unixtime_microseconds_todatetime: fromUnix(10),
  unixtime_nanoseconds_todatetime: fromUnix(0.01),
};
