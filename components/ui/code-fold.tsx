import { CodeLines, type CodeLinesProps } from './code-lines';
import { formatCount } from './count';
import { LineLinks } from './line-links';

/** Lines of code, of which those after the first `open` are folded until asked for. Print shows all. */
export function CodeFold({
  lines,
  open,
  label,
  name,
  cut = false,
  ...marks
}: CodeLinesProps & {
  open: number;
  label: string;
  /** There are more lines than these. */
  cut?: boolean;
}) {
  return (
    <section aria-label={label} className="code">
      {name ? <LineLinks name={name} /> : null}
      <CodeLines lines={lines.slice(0, open)} name={name} {...marks} />
      {lines.length > open ? (
        <details className="code-rest">
          <summary>
            <span className="when-closed">
              {cut
                ? `Show ${formatCount(lines.length - open)} more lines`
                : `Show all ${formatCount(lines.length)} lines`}
            </span>
            <span className="when-open">Show the first {formatCount(open)} lines only</span>
          </summary>
          <CodeLines lines={lines.slice(open)} name={name} before={open} {...marks} />
        </details>
      ) : null}
    </section>
  );
}
