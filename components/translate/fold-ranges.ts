/** Lines that can be folded under the line before them. One-based, both included. */
export interface FoldRange {
  readonly from: number;
  readonly to: number;
}

/** By the line under which they fold: the lines below it that are further in, if they are at least two. */
export function foldRanges(lines: readonly string[]): ReadonlyMap<number, FoldRange> {
  const ranges = new Map<number, FoldRange>();
  const open: { readonly line: number; readonly indent: number }[] = [];
  const close = (indent: number, last: number) => {
    for (let top = open.at(-1); top && top.indent >= indent; top = open.at(-1)) {
      open.pop();
      if (last - top.line >= 2) ranges.set(top.line, { from: top.line + 1, to: last });
    }
  };
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const indent = text.length - text.trimStart().length;
    close(indent, at);
    open.push({ line: at + 1, indent });
  }
  close(0, lines.length);
  return ranges;
}
