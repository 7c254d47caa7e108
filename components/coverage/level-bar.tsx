import type { Counts } from '@/lib/attack';

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];
const WIDTH = 100;

/** Rules by level as shares of a bar, the gravest first. The words stand in the cell's tip. */
export function LevelBar({ counts }: { counts: Counts }) {
  const total = LEVELS.reduce((sum, level) => sum + (counts.levels[level] ?? 0), 0);
  let at = 0;
  return (
    <svg
      className="level-bar"
      viewBox={`0 0 ${WIDTH} 4`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {LEVELS.map((level) => {
        const count = counts.levels[level] ?? 0;
        if (count === 0) return null;
        const x = Math.round((at / total) * WIDTH);
        at += count;
        const width = Math.round((at / total) * WIDTH) - x;
        return <rect key={level} className={`bar-${level}`} x={x} width={width} height="4" />;
      })}
    </svg>
  );
}
