import { type CodeLanguage, highlight } from './highlight';
import { ScrollBox } from './scroll-box';

/**
 * Highlighted text with line numbers. Lines that carry something of the trace have its numbers in
 * `data-t`, by which counterparts find each other; marked lines stand out.
 */
export async function CodeBlock({
  text,
  language,
  label,
  traceOf,
  isMarked,
}: {
  text: string;
  language: CodeLanguage;
  label: string;
  /** One-based line → numbers of trace lines. */
  traceOf?: ReadonlyMap<number, readonly number[]>;
  isMarked?: (line: number) => boolean;
}) {
  const lines = await highlight(text.replace(/\r?\n$/, ''), language);
  return (
    <ScrollBox label={label} className="code">
      <pre>
        <code>
          {lines.map((tokens, index) => {
            const line = index + 1;
            return (
              <span
                key={line}
                className={`ln in-${indentOf(tokens[0]?.text)}`}
                data-t={traceOf?.get(line)?.join(' ')}
                data-mark={isMarked?.(line) ? '' : undefined}
              >
                {tokens.map(({ text: part, kind }, at) =>
                  kind === null ? (
                    part
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other name
                    <span key={at} className={kind}>
                      {part}
                    </span>
                  ),
                )}
                {'\n'}
              </span>
            );
          })}
        </code>
      </pre>
    </ScrollBox>
  );
}

const MAX_INDENT = 16;

/** Steps of two, up to a bound: how far a wrapped line goes on hanging. */
function indentOf(start = ''): number {
  const spaces = start.length - start.trimStart().length;
  return Math.min(MAX_INDENT, spaces - (spaces % 2));
}
