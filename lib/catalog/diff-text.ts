import type { DiffHunk } from './line-diff';

const SIGN = { same: ' ', added: '+', removed: '-' } as const;

/** A difference as text: of each place its line in the newer text, and its lines as `show` writes them, after `-`, `+` or a space. */
export function diffText(
  hunks: readonly DiffHunk[],
  show: (line: string) => string = (line) => line,
): string {
  return hunks
    .flatMap((hunk) => [
      `@@ line ${hunk.line}`,
      ...hunk.lines.map(({ kind, text }) => `${SIGN[kind]}${show(text)}`),
    ])
    .join('\n');
}
