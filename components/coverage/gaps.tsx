import { countOf } from '@/components/ui/count';
import type { Coverage } from '@/lib/attack';
import { type Show, shownCount } from './show';

const LACK = {
  rules: 'no rule',
  level: 'no rule',
  translated: 'no rule with a query',
  proven: 'no proven rule',
} as const satisfies Record<Show, string>;

/** Techniques without what the matrix shows, by tactic. A parent is covered through a sub-technique. */
export function Gaps({ coverage, show }: { coverage: Coverage; show: Show }) {
  const byTactic = coverage.columns.map(({ tactic, cells }) => ({
    tactic,
    cells: cells
      .map((cell) => ({
        ...cell,
        missing: shownCount(cell.counts, show) === 0,
        subs: cell.subs.filter(({ counts }) => shownCount(counts, show) === 0),
      }))
      .filter(({ missing, subs }) => missing || subs.length > 0),
  }));
  const ids = byTactic.flatMap(({ cells }) =>
    cells.flatMap(({ missing, technique, subs }) => [
      ...(missing ? [technique.id] : []),
      ...subs.map((sub) => sub.technique.id),
    ]),
  );
  const count = new Set(ids).size;
  return (
    <details className="gaps">
      <summary>
        <h2 className="link inline font-semibold text-base">
          Gaps: {countOf(count, 'technique')} with {LACK[show]}
        </h2>
      </summary>
      <div className="gaps-columns">
        {byTactic.map(({ tactic, cells }) =>
          cells.length === 0 ? null : (
            <section key={tactic.shortName} aria-label={tactic.name}>
              <h3 className="aside-title">{tactic.name}</h3>
              <ul>
                {cells.map(({ technique, missing, subs }) => (
                  <li key={technique.id}>
                    {missing ? (
                      <a href={`/techniques/${technique.id}`}>{technique.name}</a>
                    ) : (
                      technique.name
                    )}
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
