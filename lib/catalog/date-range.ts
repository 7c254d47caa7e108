/** The times from `from` on and before `to`, in milliseconds. */
export interface DateRange {
  readonly from: number;
  readonly to: number;
}

type Unit = 'd' | 'w' | 'm' | 'y';

/** What a person is offered to write. */
export const DATE_EXAMPLES = ['<7d', '<30d', '<90d', '<1y'] as const;

/**
 * Reads an age (`<30d`, `>1y`; days, weeks, months, years before `today`), a day, month or year
 * (`2026-08-05`, `>2026-01-01`, `<2026`) or the span between two (`2026-01..2026-03`, `2026-01..`).
 * A bare age is the time since. null if the text is none of these.
 */
export function readDateRange(text: string, today: Date): DateRange | null {
  const ends = text.split('..');
  if (ends.length === 2) return readSpan(ends[0] ?? '', ends[1] ?? '', today);
  const [, operator = '', name = ''] = /^([<>]=?)?(.*)$/.exec(text) ?? [];
  const age = readAge(name, today);
  if (age) return bounded(age, operator === '' ? '>=' : turned(operator));
  const period = readPeriod(name);
  return period && bounded(period, operator);
}

function readSpan(first: string, last: string, today: Date): DateRange | null {
  const read = (text: string) => readPeriod(text) ?? readAge(text, today);
  const from = first === '' ? -Infinity : read(first)?.from;
  const to = last === '' ? Infinity : read(last)?.to;
  if (from === undefined || to === undefined || from >= to) return null;
  return first === '' && last === '' ? null : { from, to };
}

function bounded({ from, to }: DateRange, operator: string): DateRange {
  switch (operator) {
    case '<':
      return { from: -Infinity, to: from };
    case '<=':
      return { from: -Infinity, to };
    case '>':
      return { from: to, to: Infinity };
    case '>=':
      return { from, to: Infinity };
    default:
      return { from, to };
  }
}

/** A smaller age is a later day. */
function turned(operator: string): string {
  return operator.replace(/[<>]/, (sign) => (sign === '<' ? '>' : '<'));
}

/** The day that was so long before today. */
function readAge(text: string, today: Date): DateRange | null {
  const match = /^(\d{1,4})([dwmy])$/i.exec(text);
  if (!match) return null;
  const count = Number(match[1]);
  const unit = match[2]?.toLowerCase() as Unit;
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  switch (unit) {
    case 'd':
      return dayOf(year, month, day - count);
    case 'w':
      return dayOf(year, month, day - 7 * count);
    case 'm':
      return dayOf(year, month - count, day);
    case 'y':
      return dayOf(year - count, month, day);
    default:
      return unit satisfies never;
  }
}

function dayOf(year: number, month: number, day: number): DateRange {
  return { from: Date.UTC(year, month, day), to: Date.UTC(year, month, day + 1) };
}

/** A year, a month or a day that the calendar has. */
function readPeriod(text: string): DateRange | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map((part) => (part ? Number(part) : undefined));
  if (year === undefined) return null;
  if (month === undefined) return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
  if (month < 1 || month > 12) return null;
  if (day === undefined) return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
  const range = dayOf(year, month - 1, day);
  return new Date(range.from).getUTCDate() === day ? range : null;
}
