import { SECOND } from '../time';

/**
 * A timespan in ticks of 100 ns, in the format of `format_timespan()`.
 * https://learn.microsoft.com/kusto/query/format-timespan-function
 */
export function formatTimespanAs(ticks: number, pattern: string): string {
  const part = (size: number, count: number) => String(Math.floor(ticks / (size * SECOND)) % count);
  const fraction = String(ticks % SECOND).padStart(7, '0');
  return pattern.replace(/d{1,8}|[Hh]{1,2}|m{1,2}|s{1,2}|f{1,7}|F{1,7}/g, (token) => {
    const size = token.length;
    switch (token[0]) {
      case 'd':
        return part(86_400, Number.POSITIVE_INFINITY).padStart(size, '0');
      case 'H':
      case 'h':
        return part(3600, 24).padStart(size, '0');
      case 'm':
        return part(60, 60).padStart(size, '0');
      case 's':
        return part(1, 60).padStart(size, '0');
      case 'f':
        return fraction.slice(0, size);
      default:
        return fraction.slice(0, size).replace(/0+$/, '');
    }
  });
}
