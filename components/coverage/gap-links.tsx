'use client';

import type { ColumnData } from './matrix-data';

/**
 * Techniques as links. Their names are those of the matrix, whose data the page carries once for both, so that the
 * list costs little more than its ids.
 */
export function GapLinks({
  start,
  ids,
  columns,
}: {
  /** The rank of the first. */
  start: number;
  ids: readonly string[];
  columns: readonly ColumnData[];
}) {
  const names = new Map(
    columns.flatMap(({ cells }) => cells.flat().map(([id, name]) => [id, name])),
  );
  return (
    <ol className="gaps-others" start={start}>
      {ids.map((id) => (
        <li key={id}>
          <a href={`/techniques/${id}`}>{names.get(id) ?? id}</a>
        </li>
      ))}
    </ol>
  );
}
