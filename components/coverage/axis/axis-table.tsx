import { countOf, formatCount } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import type { Axis } from '@/lib/catalog/axes';
import type { AxisRow } from '@/lib/catalog/coverage-axis';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import { AXIS_NAME } from './axis-names';

/** How many techniques a line shows before the rest is folded. */
const SHOWN = 6;

type Names = ReadonlyMap<string, { readonly name: string }>;

/** One line for each platform, table, data component or detection strategy. */
export function AxisTable({
  axis,
  rows,
  names,
  filter,
}: {
  axis: Axis;
  rows: readonly AxisRow[];
  names: Names;
  filter: FeedFilter;
}) {
  const withTechniques = axis !== 'table';
  return (
    <div className="axis-scroll">
      <table className="table axis-table">
        <thead>
          <tr>
            <th scope="col">{AXIS_NAME[axis]}</th>
            <th scope="col" className="num">
              Rules
            </th>
            <th scope="col" className="num">
              Techniques with a rule
            </th>
            <th scope="col" className="num">
              With a query
            </th>
            <th scope="col" className="num">
              Proven
            </th>
            {withTechniques ? <th scope="col">Without a rule</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <RowName axis={axis} row={row} filter={filter} />
              </th>
              <td className="num" data-label="Rules">
                {formatCount(row.rules)}
              </td>
              <td className="num" data-label="Techniques">
                {formatCount(row.covered)}
                {row.techniques ? (
                  <span className="text-faint"> of {formatCount(row.techniques.length)}</span>
                ) : null}
              </td>
              <td className="num" data-label="With a query">
                {formatCount(row.translated)}
              </td>
              <td className="num" data-label="Proven">
                {formatCount(row.proven)}
              </td>
              {withTechniques ? (
                <td data-label="Without a rule">
                  <Gaps ids={row.gaps} names={names} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowName({ axis, row, filter }: { axis: Axis; row: AxisRow; filter: FeedFilter }) {
  if (axis === 'table') {
    return (
      <a href={feedHref(filter, { q: `${filter.q} table:${row.name}`.trim(), sort: null })}>
        <code>{row.name}</code>
      </a>
    );
  }
  return (
    <>
      {row.name}
      {row.url ? (
        <>
          {' '}
          <ExternalLink href={row.url}>{row.key}</ExternalLink>
        </>
      ) : null}
    </>
  );
}

function Gaps({ ids, names }: { ids: readonly string[]; names: Names }) {
  if (ids.length === 0) return <span className="text-faint">none</span>;
  if (ids.length <= SHOWN) return <TechniqueLinks ids={ids} names={names} />;
  return (
    <details>
      <summary className="link">{countOf(ids.length, 'technique')}</summary>
      <TechniqueLinks ids={ids} names={names} />
    </details>
  );
}

function TechniqueLinks({ ids, names }: { ids: readonly string[]; names: Names }) {
  return (
    <ul className="axis-gaps">
      {ids.map((id) => (
        <li key={id}>
          <a href={`/techniques/${id}`} title={names.get(id)?.name}>
            {id}
          </a>
        </li>
      ))}
    </ul>
  );
}
