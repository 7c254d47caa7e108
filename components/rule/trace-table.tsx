import { ScrollBox } from '@/components/ui/scroll-box';
import type { Source, TraceLine } from '@/lib/translate';

/** Why the query says what it says: each comparison of the rule, followed to its column. */
export function TraceTable({ trace }: { trace: readonly TraceLine[] }) {
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
          {trace.map((line, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the number is what it is known by
            <tr key={number} data-t={number}>
              <td data-label="Selection">
                <code className="text-xs">{line.selection}</code>
              </td>
              <td data-label="Sigma">
                <code className="text-xs">
                  <span className="k">
                    {[line.field ?? 'keywords', ...line.modifiers].join('|')}
                  </span>{' '}
                  <span className="s">{line.value}</span>
                </code>
              </td>
              <td data-label="Column">
                <code className="text-xs">{line.column}</code>
                {line.note ? <p className="text-muted text-xs">{line.note}</p> : null}
              </td>
              <td data-label="Operator">
                <code className="w text-xs">{line.operator}</code>
              </td>
              <td
                data-label="Quality"
                className={line.quality === 'approximate' ? 'text-warn' : undefined}
              >
                {line.quality}
              </td>
              <td data-label="Source">
                {line.sources.map((source) => (
                  <Documentation key={source.id} source={source} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Documentation({ source: { title, url, found } }: { source: Source }) {
  const href = url && /^https?:\/\//.test(url) ? url : null;
  return (
    <div className="text-xs">
      {href ? (
        <a href={href} rel="noreferrer">
          {title}
        </a>
      ) : (
        title
      )}
      {found ? null : <span className="text-warn"> · inferred, not documented</span>}
    </div>
  );
}
