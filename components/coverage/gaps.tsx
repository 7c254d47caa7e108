import { countOf } from '@/components/ui/count';
import type { Coverage, CoverageCell, CoverageEntry } from '@/lib/attack';
import { type Show, shownCount } from './show';

const LACK = {
  rules: 'no rule',
  level: 'no rule',
  translated: 'no rule that has a query',
  proven: 'no proven rule',
} as const satisfies Record<Show, string>;

interface CellGap {
  readonly technique: CoverageCell['technique'];
  /** The technique itself lacks what the matrix shows; else only some of its sub-techniques do. */
  readonly missing: boolean;
  readonly subs: readonly CoverageEntry[];
}

/** Techniques without what the matrix shows, by tactic. A sub-technique's rules cover its parent. */
export function Gaps({ coverage, show }: { coverage: Coverage; show: Show }) {
  const byTactic = coverage.columns.map(({ tactic, cells }) => ({
    tactic,
    gaps: cells.flatMap((cell) => gapOf(cell, show) ?? []),
  }));
  const ids = byTactic.flatMap(({ gaps }) =>
    gaps.flatMap(({ missing, technique, subs }) => [
      ...(missing ? [technique.id] : []),
      ...subs.map((sub) => sub.technique.id),
    ]),
  );
  return (
    <details className="gaps">
      <summary>
        <h2 className="link inline font-semibold text-base">
          Gaps:{' '}
          {countOf(
            new Set(ids).size,
            'technique or sub-technique',
            'techniques and sub-techniques',
          )}{' '}
          with {LACK[show]}
        </h2>
      </summary>
      <div className="gaps-columns">
        {byTactic.map(({ tactic, gaps }) =>
          gaps.length === 0 ? null : (
            <section key={tactic.shortName} aria-label={tactic.name}>
              <h3 className="aside-title">{tactic.name}</h3>
              <ul>
                {gaps.map((gap) => (
                  <li key={gap.technique.id}>
                    <GapLinks gap={gap} />
                  </li>
                ))}
              </ul>
            </section>
          ),
        )}
      </div>
    </details>
  );
}

function gapOf(cell: CoverageCell, show: Show): CellGap | null {
  const missing = shownCount(cell.counts, show) === 0;
  const subs = cell.subs.filter(({ counts }) => shownCount(counts, show) === 0);
  return missing || subs.length > 0 ? { technique: cell.technique, missing, subs } : null;
}

function GapLinks({ gap: { technique, missing, subs } }: { gap: CellGap }) {
  return (
    <>
      {missing ? <a href={`/techniques/${technique.id}`}>{technique.name}</a> : technique.name}
      {subs.length > 0 ? (
        <span className="gaps-subs">
          {subs.map((sub) => (
            <a
              key={sub.technique.id}
              href={`/techniques/${sub.technique.id}`}
              title={sub.technique.name}
            >
              {sub.technique.id.slice(technique.id.length)}
            </a>
          ))}
        </span>
      ) : null}
    </>
  );
}
