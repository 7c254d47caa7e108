import type { ReactNode } from 'react';
import type { CodeToken } from '@/lib/highlight';
import { VisibleText } from './visible-text';

export interface CodeLinesProps {
  lines: readonly (readonly CodeToken[])[];
  /** Each line has the id `name-1`, `name-2`, …, by which an address can lead to it. */
  name?: string;
  /** How many lines are before these; none if left out. */
  before?: number;
  /** Maps a line (one-based) to the numbers of its trace lines. */
  traceOf?: ReadonlyMap<number, readonly number[]>;
  isMarked?: (line: number) => boolean;
  /** A hidden line is on paper all the same. */
  isHidden?: (line: number) => boolean;
  /** Puts something around the text of a line. */
  around?: (line: number, text: ReactNode) => ReactNode;
}

/**
 * Lines of code with line numbers. `data-t` holds the numbers of a line's trace lines, by which rule,
 * query and trace find each other. Marked lines are highlighted.
 */
export function CodeLines({
  lines,
  name,
  before = 0,
  traceOf,
  isMarked,
  isHidden,
  around,
}: CodeLinesProps) {
  return (
    <pre>
      <code>
        {lines.map((tokens, index) => {
          const line = before + index + 1;
          const text = <CodeText tokens={tokens} />;
          return (
            <span
              key={line}
              id={name && `${name}-${line}`}
              className={classOfLine(tokens)}
              data-t={traceOf?.get(line)?.join(' ')}
              data-mark={isMarked?.(line) ? '' : undefined}
              data-hidden={isHidden?.(line) ? '' : undefined}
            >
              {around ? around(line, text) : text}
              {'\n'}
            </span>
          );
        })}
      </code>
    </pre>
  );
}

/** A line's tokens in their colours. */
export function CodeText({ tokens }: { tokens: readonly CodeToken[] }) {
  return tokens.map(({ text, kind }, at) =>
    kind === null ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other key
      <VisibleText key={at} text={text} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other key
      <span key={at} className={kind}>
        <VisibleText text={text} />
      </span>
    ),
  );
}

const MAX_INDENT = 16;

/** The class of a line, with the hanging indent where it wraps: in steps of two up to a maximum. */
export function classOfLine([first]: readonly CodeToken[]): string {
  return `ln in-${indentOf(first?.text)}`;
}

function indentOf(start = ''): number {
  const spaces = start.length - start.trimStart().length;
  return Math.min(MAX_INDENT, spaces - (spaces % 2));
}
