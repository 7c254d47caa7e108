import type { ReactNode } from 'react';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Block } from './block';
import type { ChartData } from './chart-data';

/** A chart with what it shows in words, its parts, and its numbers as a table below. */
export function Chart({
  id,
  title,
  data,
  children,
}: {
  id: string;
  title: string;
  data: ChartData;
  /** The drawing. */
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="chart">
      <h3 id={id} className="font-semibold">
        {title}
      </h3>
      {data.parts.length > 1 ? <Parts parts={data.parts} /> : null}
      {children}
      <details>
        <summary className="link text-sm">
          Numbers as a table<span className="sr-only">: {title}</span>
        </summary>
        <ScrollBox label={`Table: ${title}`}>
          <ChartTable data={data} />
        </ScrollBox>
      </details>
    </section>
  );
}

function Parts({ parts }: Pick<ChartData, 'parts'>) {
  return (
    <ul className="chart-parts">
      {parts.map((part) => (
        <li key={part.key}>
          <svg className="swatch" viewBox="0 0 20 12" aria-hidden="true">
            <Block look={part} width="20" height="12" />
          </svg>
          {part.name}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ data: { rowTitle, parts, panels, rows, inTable } }: { data: ChartData }) {
  return (
    <table className="table">
      <thead>
        {panels.length > 1 ? (
          <tr>
            <td />
            {panels.map((panel) => (
              <th key={panel} scope="colgroup" colSpan={parts.length}>
                {panel}
              </th>
            ))}
          </tr>
        ) : null}
        <tr>
          <th scope="col">{rowTitle}</th>
          {panels.flatMap((panel) =>
            parts.map(({ key, name }) => (
              <th key={`${panel} ${key}`} scope="col" className="num">
                {name}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key ?? row.name}>
            <th scope="row">{row.name}</th>
            {row.panels.flatMap((values, panel) =>
              values.map((value, part) => (
                <td key={`${panels[panel]} ${parts[part]?.key}`} className="num">
                  {inTable(value)}
                </td>
              )),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
