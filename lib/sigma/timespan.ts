import { diagnose, type Report } from './diagnostics';
import type { YamlNode } from './yaml';

const UNIT_SECONDS = new Map(
  Object.entries<number>({
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
    w: 604_800,
    M: 2_592_000,
    y: 31_536_000,
  }),
);

/** The seconds of a timespan such as `90m`; a month counts as 30 days. Null after reporting an error. */
export function readTimespan(value: YamlNode, report: Report): number | null {
  const text = value.kind === 'scalar' ? value.text.trim() : '';
  const [, amount, unit = ''] = /^(\d{1,9})([smhdwMy])$/.exec(text) ?? [];
  const seconds = Number(amount) * (UNIT_SECONDS.get(unit) ?? Number.NaN);
  if (seconds > 0) return seconds;
  const message = `\`${text}\` is not a timespan`;
  const hint = 'Write a number and a unit (s, m, h, d, w, M, y), for example 30s, 90m or 7d.';
  report(diagnose('error', 'sigma/invalid-timespan', message, value, hint));
  return null;
}
