import { CodeText, classOfLine } from '@/components/ui/code-lines';
import { formatCount } from '@/components/ui/count';
import { alignLines, type LinePair } from '@/lib/catalog/line-diff';
import type { CodeToken } from '@/lib/highlight';

type Lines = readonly (readonly CodeToken[])[];

/** More rows than these are not compared. */
const MAX_LINES = 1000;

/** Two texts, their equal lines side by side, with a mark at each line that the other one has not. */
export function AlignedCode({ a, b, label }: { a: Lines; b: Lines; label: string }) {
  const pairs = alignLines(textsOf(a), textsOf(b));
  return (
    <>
      <div className="aligned">
        <Side side="a" lines={a} pairs={pairs} label={`${label} of A`} />
        <Side side="b" lines={b} pairs={pairs} label={`${label} of B`} />
      </div>
      {a.length > MAX_LINES || b.length > MAX_LINES ? (
        <p className="text-faint text-xs">
          The first {formatCount(MAX_LINES)} lines of each are compared.
        </p>
      ) : null}
    </>
  );
}

function Side({
  side,
  lines,
  pairs,
  label,
}: {
  side: 'a' | 'b';
  lines: Lines;
  pairs: readonly LinePair[];
  label: string;
}) {
  return (
    <section aria-label={label} className="code" data-side={side}>
      <h3 className="eyebrow">{side.toUpperCase()}</h3>
      <pre>
        <code>
          {pairs.map((pair, at) => {
            const line = pair[side];
            const tokens = lines[line ?? -1] ?? [];
            return (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other key
                key={at}
                className={classOfLine(tokens)}
                data-line={line === null ? undefined : line + 1}
                data-differs={line === null || pair.same ? undefined : ''}
                data-none={line === null ? '' : undefined}
              >
                {line === null || pair.same ? null : <span className="sr-only">differs: </span>}
                <CodeText tokens={tokens} />
                {'\n'}
              </span>
            );
          })}
        </code>
      </pre>
    </section>
  );
}

function textsOf(lines: Lines): string[] {
  return lines.slice(0, MAX_LINES).map((tokens) => tokens.map(({ text }) => text).join(''));
}
