import type { Manifest } from '@/lib/catalog/deploy/manifest';
import type { InvalidFile } from './invalid-files';

/** How many rules are written, and how many lost or were refused what, most first. */
export function printSummary(
  { format, written, refused, entries }: Manifest,
  invalid: readonly InvalidFile[],
): string {
  const counts = new Map<string, number>();
  for (const { losses } of entries) {
    for (const key of new Set(losses.map(({ effect, code }) => `${effect.padEnd(8)} ${code}`))) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const whole = entries.filter(({ losses }) => losses.length === 0).length;
  const lines = [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([key, count]) => `${String(count).padStart(6)}  ${key}\n`);
  const bad = new Set(invalid.map(({ path }) => path)).size;
  return `${format}: ${written} rendered, ${written - bad} valid, ${whole} without a loss; ${refused} refused\n${lines.join('')}`;
}
