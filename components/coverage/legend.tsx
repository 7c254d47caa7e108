import { formatCount } from '@/components/ui/count';
import { Level } from '@/components/ui/level';
import { SHADES } from '@/lib/attack/shades';
import { type CoverageView, coverageHref } from './coverage-href';
import { SHOW_MEANING } from './show';
import type { Step } from './steps';

/** What the shades or bars of the matrix mean. Each step limits the matrix to its cells, and says how many those are. */
export function Legend({ view, steps }: { view: CoverageView; steps: readonly Step[] }) {
  const { show, only } = view;
  const toggled = (key: string) =>
    only.includes(key) ? only.filter((each) => each !== key) : [...only, key];
  return (
    <div className="legend">
      <span id="legend">{SHOW_MEANING[show]} Select a step to see only its techniques.</span>
      <ul aria-labelledby="legend">
        {steps.map(({ key, count }, at) => (
          <li key={key}>
            <a
              href={coverageHref({ ...view, only: toggled(key) })}
              data-stay=""
              aria-current={only.includes(key) ? 'true' : undefined}
            >
              {show === 'level' ? <LevelStep level={key} /> : <ShadeStep shade={at} />}
              <span className="num text-faint">
                <span className="sr-only">: </span>
                {formatCount(count)}
                <span className="sr-only"> techniques</span>
              </span>
            </a>
          </li>
        ))}
        {only.length > 0 ? (
          <li>
            <a href={coverageHref({ ...view, only: [] })} data-stay="">
              Show all
            </a>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function ShadeStep({ shade }: { shade: number }) {
  return (
    <>
      <span className={`swatch shade-${shade}`} aria-hidden="true" />
      <span className="num">{SHADES[shade]?.label}</span>
    </>
  );
}

function LevelStep({ level }: { level: string }) {
  return (
    <>
      <svg className="swatch" viewBox="0 0 1 1" aria-hidden="true">
        <rect className={`bar-${level}`} width="1" height="1" />
      </svg>
      <Level level={level} />
    </>
  );
}
