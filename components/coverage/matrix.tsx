import { countOf } from '@/components/ui/count';
import type { Coverage } from '@/lib/attack';
import { Cell } from './cell';
import { MatrixKeys } from './matrix-keys';
import { type Show, shownCount } from './show';

/** All tactics side by side: a table with one row and a column for each tactic's techniques. */
export function Matrix({
  coverage,
  show,
  marked = new Set(),
}: {
  coverage: Coverage;
  show: Show;
  /** Ids of the techniques to mark. */
  marked?: ReadonlySet<string>;
}) {
  const first = coverage.columns
    .flatMap(({ cells }) => cells)
    .find((cell) => [cell, ...cell.subs].some(({ technique }) => marked.has(technique.id)));
  return (
    <div className="matrix" id="matrix">
      <table>
        <caption className="sr-only">
          ATT&amp;CK techniques by tactic. Each technique links to its page and shows its number of
          rules. Expand a technique to see its sub-techniques. Use the arrow keys to move between
          cells.
        </caption>
        <thead>
          <tr>
            {coverage.columns.map(({ tactic, cells, counts }) => {
              const covered = cells.filter((cell) => shownCount(cell.counts, show) > 0).length;
              return (
                <th key={tactic.shortName} scope="col">
                  <a href={`/techniques?tactic=${tactic.shortName}`}>{tactic.name}</a>
                  <span className="matrix-total">
                    <span>{countOf(shownCount(counts, show), 'rule')}</span>
                    <span>
                      {covered}/{cells.length}
                      <span className="sr-only"> techniques covered</span>
                    </span>
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          <tr>
            {coverage.columns.map(({ tactic, cells }) => (
              <td key={tactic.shortName}>
                <ul>
                  {cells.map((cell) => (
                    <Cell
                      key={cell.technique.id}
                      cell={cell}
                      show={show}
                      marked={marked}
                      id={cell === first ? 'marked' : undefined}
                    />
                  ))}
                </ul>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <MatrixKeys target="matrix" />
    </div>
  );
}
