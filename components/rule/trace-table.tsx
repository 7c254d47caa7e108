import { Fragment } from 'react';
import { countOf, formatCount } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { ScrollBox } from '@/components/ui/scroll-box';
import { StrangerText } from '@/components/ui/stranger-text';
import { LIST_LIMIT } from '@/lib/text/limits';
import type { Source, TraceLine } from '@/lib/translate';
import { type TraceRow, traceRows } from './trace-rows';

const SHOWN_VALUES = 12;
const SHOWN_NUMBERS = 100;

/** The glossary's words: “exact” and “approximate” are outcomes. */
const QUALITY_NAME = {
  exact: 'same',
  derived: 'derived',
  approximate: 'related',
} as const satisfies Record<TraceLine['quality'], string>;

/** Each comparison of the rule with its column, its operator and the documentation behind them. */
export function TraceTable({ trace, kql }: { trace: readonly TraceLine[]; kql: string }) {
  return (
    <ScrollBox label="Trace">
      <table className="table trace">
        <thead>
          <tr>
            <th scope="col">Selection</th>
            <th scope="col">Sigma field and value</th>
            <th scope="col">Column or expression</th>
            <th scope="col">Operator</th>
            <th scope="col">Quality</th>
            <th scope="col">Documented in</th>
          </tr>
        </thead>
        <tbody>
          {traceRows(trace, kql).map((row) => (
            <Row key={row.numbers[0]} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ row: { line, numbers, values, alias, repeats } }: { row: TraceRow }) {
  return (
    <tr data-t={numbers.slice(0, SHOWN_NUMBERS).join(' ')}>
      <td>
        <code className="name text-xs">
          <StrangerText text={line.selection} kind="value" breaks />
        </code>
      </td>
      <td>
        <div>
          <code className="name k text-xs">
            <StrangerText
              text={[line.field ?? 'keywords', ...line.modifiers].join('|')}
              kind="value"
              breaks
            />
          </code>{' '}
          <Values values={values.slice(0, SHOWN_VALUES)} />
          {values.length > SHOWN_VALUES ? (
            <details>
              <summary className="link text-sm">
                {countOf(values.length - SHOWN_VALUES, 'more value')}
              </summary>
              <Values values={values.slice(SHOWN_VALUES, LIST_LIMIT)} />
              {values.length > LIST_LIMIT
                ? ` and ${formatCount(values.length - LIST_LIMIT)} that are in the rule`
                : null}
            </details>
          ) : null}
        </div>
      </td>
      <td>
        <div>
          {alias === null ? null : (
            <code className="text-xs">
              <StrangerText text={alias} kind="value" />
              {repeats ? '' : ' = '}
            </code>
          )}
          {repeats ? null : (
            <code className="text-xs">
              <StrangerText text={line.column} kind="value" breaks />
            </code>
          )}
          {line.note ? (
            <p className="text-muted text-xs">
              <StrangerText text={line.note} kind="sentence" />
            </p>
          ) : null}
        </div>
      </td>
      <td>
        <code className="w text-xs">
          <StrangerText text={line.operator} kind="word" />
        </code>
      </td>
      <td className={line.quality === 'approximate' ? 'text-warn' : undefined}>
        {QUALITY_NAME[line.quality]}
      </td>
      <td>
        {line.sources.map((source) => (
          <Documentation key={source.id} source={source} />
        ))}
      </td>
    </tr>
  );
}

function Values({ values }: { values: readonly string[] }) {
  return values.map((value, at) => (
    <Fragment key={value}>
      {at > 0 ? ' ' : ''}
      <code className="trace-value s text-xs">
        <StrangerText text={value} kind="value" breaks />
      </code>
    </Fragment>
  ));
}

function Documentation({ source: { title, url, found } }: { source: Source }) {
  return (
    <div className="text-xs leading-6">
      {url ? <ExternalLink href={url}>{title}</ExternalLink> : title}
      {found ? null : <span className="text-warn"> · inferred, not documented</span>}
    </div>
  );
}
