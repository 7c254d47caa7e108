'use client';

import { useCallback, useRef, useState } from 'react';
import { countOf } from '@/components/ui/count';
import { Cell } from './cell';
import type { ColumnData } from './matrix-data';
import type { Show } from './show';
import { useMatrixKeys } from './use-matrix-keys';

/**
 * All tactics side by side: a table with one row and a column for each tactic's techniques. It is a client component so
 * that the page carries its data once as numbers and names, and not as a second copy of the markup.
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
  const matrix = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<{ place: string; columns: unknown } | null>(null);
  // Other rules are another matrix, in which nothing is open yet.
  const openPlace = open?.columns === columns ? open.place : null;
  const toggle = useCallback(
    (place: string) =>
      setOpen((now) =>
        now?.place === place && now.columns === columns ? null : { place, columns },
      ),
    [columns],
  );
  const close = useCallback(() => setOpen(null), []);
  useMatrixKeys(matrix, columns, close);
  const first = columns
    .flatMap(({ cells }) => cells)
    .find((cell) => cell.some(([id]) => marked.includes(id)));
  return (
    <div className="matrix" id="matrix" ref={matrix}>
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
                  {cells.map((cell) => {
                    const place = `${tactic}/${cell[0][0]}`;
                    return (
                      <Cell
                        key={cell[0][0]}
                        place={place}
                        cell={cell}
                        show={show}
                        only={only}
                        marked={marked}
                        isFirstMarked={cell === first}
                        openPlace={openPlace?.startsWith(place) ? openPlace : null}
                        toggle={toggle}
                      />
                    );
                  })}
                </ul>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
