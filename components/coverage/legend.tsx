import { Level } from '@/components/ui/level';
import { SHADES } from '@/lib/attack/shades';
import { SHOW_MEANING, type Show } from './show';

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];

/** What the shades or bars of the matrix mean. */
export function Legend({ show }: { show: Show }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">
      <span>{SHOW_MEANING[show]}</span>
      <ul className="flex flex-wrap items-center gap-x-3 gap-y-1" aria-label="Legend">
        {show === 'level'
          ? LEVELS.map((level) => (
              <li key={level} className="flex items-center gap-1.5">
                <svg className="swatch" viewBox="0 0 1 1" aria-hidden="true">
                  <rect className={`bar-${level}`} width="1" height="1" />
                </svg>
                <Level level={level} />
              </li>
            ))
          : SHADES.map(({ label }, shade) => (
              <li key={label} className="flex items-center gap-1.5">
                <span className={`swatch shade-${shade}`} aria-hidden="true" />
                <span className="num">{label}</span>
              </li>
            ))}
      </ul>
    </div>
  );
}
