import type { CodeToken } from '@/lib/highlight';

export interface CodeLinesProps {
  lines: readonly (readonly CodeToken[])[];
  /** One-based line → numbers of trace lines. */
  traceOf?: ReadonlyMap<number, readonly number[]>;
  isMarked?: (line: number) => boolean;
}

/**
 * Lines of code with their numbers. Those that carry something of the trace have its numbers in
 * `data-t`, by which counterparts find each other; marked lines stand out.
 */
export function CodeLines({ lines, traceOf, isMarked }: CodeLinesProps) {
  return (
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
              {tokens.map(({ text, kind }, at) =>
                kind === null ? (
                  text
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other name
                  <span key={at} className={kind}>
                    {text}
                  </span>
                ),
              )}
              {'\n'}
            </span>
          );
        })}
      </code>
    </pre>
  );
}

const MAX_INDENT = 16;

/** Steps of two, up to a bound: how far a wrapped line goes on hanging. */
function indentOf(start = ''): number {
  const spaces = start.length - start.trimStart().length;
  return Math.min(MAX_INDENT, spaces - (spaces % 2));
}
