'use client';

import { type ReactNode, useState } from 'react';
import { CodeFold } from '@/components/ui/code-fold';
import type { CodeLinesProps } from '@/components/ui/code-lines';
import { OPEN_LINES } from '@/components/ui/cut-code';
import { foldRanges } from './fold-ranges';

/** A query's lines, of which each block can be folded under its first line. */
export function FoldableCode({
  lines,
  label,
  traceOf,
}: Pick<CodeLinesProps, 'lines' | 'traceOf'> & { label: string }) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const ranges = foldRanges(lines.map((tokens) => tokens.map(({ text }) => text).join('')));
  const hidden = [...folded].flatMap((line) => ranges.get(line) ?? []);

  function toggle(line: number) {
    const next = new Set(folded);
    if (!next.delete(line)) next.add(line);
    setFolded(next);
  }
  function withFold(line: number, text: ReactNode): ReactNode {
    const range = ranges.get(line);
    if (!range) return text;
    const isFolded = folded.has(line);
    return (
      <>
        <button
          type="button"
          className="fold"
          aria-expanded={!isFolded}
          aria-label={`Lines ${range.from} to ${range.to}`}
          onClick={() => toggle(line)}
        />
        {text}
        {isFolded ? <span className="folded"> … {range.to - range.from + 1} lines</span> : null}
      </>
    );
  }

  return (
    <CodeFold
      label={label}
      lines={lines}
      open={OPEN_LINES}
      traceOf={traceOf}
      around={withFold}
      isHidden={(line) => hidden.some(({ from, to }) => from <= line && line <= to)}
    />
  );
}
