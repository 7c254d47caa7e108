import { countOf } from '@/components/ui/count';
import { Cell } from './cell';
import type { ColumnData } from './matrix-data';
import type { Show } from './show';

/**
 * All tactics side by side: a table with one row and a column for each tactic's techniques. `openCells` opens a cell's
 * rules in place, `moveInMatrix` moves between cells.
 */
export function Matrix({
  columns,
  show,
  only,
  marked,
}: {
  columns: readonly ColumnData[];
  show: Show;
  /** The steps of the legend to which the columns are limited. */
  only: readonly string[];
  /** Ids of the techniques to mark. */
  marked: readonly string[];
}) {
  const first = columns
    .flatMap(({ cells }) => cells)
    .find((cell) => cell.some(([id]) => marked.includes(id)));
  return (
    <div className="matrix" id="matrix">
      <table>
        <caption className="sr-only">
          ATT&amp;CK techniques by tactic with their numbers of rules. Activate a technique to see
          its rules, expand it to see its sub-techniques, and use the arrow keys to move between
          cells.
        </caption>
        <thead>
          <tr>
            {columns.map(({ tactic, name, count, covered, techniques }) => (
              <th key={tactic} scope="col">
                <a href={`/techniques?tactic=${tactic}`}>{name}</a>
                <span className="matrix-total">
                  <span>{countOf(count, 'rule')}</span>
                  <span>
                    {covered}/{techniques}
                    <span className="sr-only"> techniques covered</span>
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {columns.map(({ tactic, cells }) => (
              <td key={tactic}>
                <ul>
                  {cells.map((cell) => (
                    <Cell
                      key={cell[0][0]}
                      cell={cell}
                      isFirstMarked={cell === first}
                      context={{ show, only, marked }}
                    />
                  ))}
                </ul>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
