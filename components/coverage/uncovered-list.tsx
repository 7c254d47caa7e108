import { countOf } from '@/components/ui/count';
import type { ColumnData, Entry } from './matrix-data';

/** The techniques without a rule, or without what the matrix shows, as names below their tactics: they have no number to shade. */
export function UncoveredList({ columns }: { columns: readonly ColumnData[] }) {
  return (
    <div className="uncovered" id="matrix">
      {columns.map(({ tactic, name, cells }) =>
        cells.length > 0 ? (
          <section key={tactic} aria-labelledby={`none-${tactic}`}>
            <h3 id={`none-${tactic}`}>
              <a href={`/techniques?tactic=${tactic}`}>{name}</a>{' '}
              <span className="font-normal text-faint text-xs">
                {countOf(cells.flat().filter(isUncovered).length, 'technique')}
              </span>
            </h3>
            <ul>
              {cells.map(([technique, ...subs]) => (
                <li key={technique[0]}>
                  {isUncovered(technique) ? (
                    <a href={`/techniques/${technique[0]}`}>{technique[1]}</a>
                  ) : (
                    <span className="text-faint">{technique[1]}</span>
                  )}
                  {subs.length > 0 ? (
                    <ul>
                      {subs.map(([id, name]) => (
                        <li key={id}>
                          <a href={`/techniques/${id}`}>{name}</a>
                        </li>
                      ))}
                    </ul>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        ) : null,
      )}
    </div>
  );
}

const isUncovered = ([, , count]: Entry) => count === 0;
