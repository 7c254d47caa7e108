import { addTicks, DAY, datetimeOf, HOUR, MINUTE, SECOND } from '../time';
import { toDatetime, toTimespan, type Value, type ValueType } from '../values';

/** Whether the number is from `low` up to, but not including, `end`. */
function isWithin(value: number, low: number, end: number): boolean {
  return value >= low && value < end;
}

/**
 * Null if a part is out of its range, such as a month 13 or a 30th of February.
 * https://learn.microsoft.com/kusto/query/make-datetime-function
 */
export function makeDatetime(values: readonly Value[], types: readonly ValueType[]): Value {
  const [first = null] = values;
  if (values.length === 1) return toDatetime(first, types[0] ?? 'null');
  if (values.some((value) => value === null)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = values.map(Number);
  if (!isWithin(year, 1, 10_000)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isTime = isWithin(hour, 0, 24) && isWithin(minute, 0, 60) && isWithin(second, 0, 60);
  if (!isDate || !isTime) return null;
  const ticks = hour * HOUR + minute * MINUTE + Math.round(second * SECOND);
  return addTicks(datetimeOf(date.getTime()), ticks);
}

/** https://learn.microsoft.com/kusto/query/make-timespan-function */
export function makeTimespan(values: readonly Value[], types: readonly ValueType[]): Value {
  const [first = null] = values;
  if (values.length === 1) return toTimespan(first, types[0] ?? 'null');
  if (values.some((value) => value === null)) return null;
  const numbers = values.map(Number);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] =
    numbers.length === 4 ? numbers : [0, ...numbers];
  const isTime = isWithin(hours, 0, 24) && isWithin(minutes, 0, 60) && isWithin(seconds, 0, 60);
  if (!isTime || days < 0) return null;
  return addTicks(days * DAY, hours * HOUR + minutes * MINUTE + Math.round(seconds * SECOND));
}
