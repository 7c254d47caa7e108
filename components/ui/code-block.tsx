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
                className="ln"
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
