import type { Counts } from '@/lib/attack';
import { levelShares } from './level-shares';

/** Rules by level as shares of a bar, most severe first. The cell's tooltip has the numbers. */
export function LevelBar({ counts }: { counts: Counts }) {
  const [c, h, m, l] = levelShares(counts.levels);
  const shares = Object.entries({ c, h, m, l });
  const classes = shares.flatMap(([level, share]) => (share ? [`lv-${level}${share}`] : []));
  return <span className={['level-bar', ...classes].join(' ')} />;
}
