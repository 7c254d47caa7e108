import { addAll } from '../long-lists';

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A run of lines that differ, with a few lines of context, and where it begins in the newer text. */
export interface DiffHunk {
  /** One-based. */
  readonly line: number;
  readonly lines: readonly DiffLine[];
}

const CONTEXT = 3;
// The most cells that the table below can have. Beyond that, the whole differing middle is replaced.
const MAX_CELLS = 4_000_000;

/** The changes between two texts, line by line, from their longest common subsequence. */
export function diffLines(before: string, after: string): DiffHunk[] {
  return toHunks(compareLines(splitLines(before), splitLines(after)));
}

/** Two lines that stand side by side, by their places; null where one text has none. */
export interface LinePair {
  readonly a: number | null;
  readonly b: number | null;
  readonly same: boolean;
}

/** All lines of two texts, the same ones side by side, and between them those that differ, in their order. */
export function alignLines(a: readonly string[], b: readonly string[]): LinePair[] {
  const pairs: { a: number | null; b: number | null; same: boolean }[] = [];
  let nextA = 0;
  let nextB = 0;
  /** The first pair since the last line that both have. */
  let start = 0;
  const place = (side: 'a' | 'b', line: number) => {
    const free = pairs.findIndex((pair, at) => at >= start && pair[side] === null);
    const pair = pairs[free];
    if (pair) pair[side] = line;
    else pairs.push({ a: null, b: null, same: false, [side]: line });
  };
  for (const { kind } of compareLines(a, b)) {
    if (kind === 'removed') place('a', nextA++);
    else if (kind === 'added') place('b', nextB++);
    else start = pairs.push({ a: nextA++, b: nextB++, same: true });
  }
  return pairs;
}

/** All lines of two texts, in order: those that both have, and those that only one has. */
export function compareLines(a: readonly string[], b: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  const middle = diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)];
}

function splitLines(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > MAX_CELLS) {
    return [
      ...a.map((text): DiffLine => ({ kind: 'removed', text })),
      ...b.map((text): DiffLine => ({ kind: 'added', text })),
    ];
  }
  // lengths[i * width + j]: of the longest common subsequence of a[i…] and b[j…]
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] ?? '' });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: a[i++] ?? '' });
    } else {
      lines.push({ kind: 'added', text: b[j++] ?? '' });
    }
  }
  return lines;
}

function toHunks(lines: readonly DiffLine[]): DiffHunk[] {
  const hunks: { line: number; lines: DiffLine[] }[] = [];
  let lastShown = -1;
  let lineOfAfter = 1;
  const numbers = lines.map(({ kind }) => (kind === 'removed' ? lineOfAfter : lineOfAfter++));
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    const from = Math.max(lastShown + 1, index - CONTEXT);
    const to = Math.min(lines.length - 1, index + CONTEXT);
    if (from > lastShown + 1 || hunks.length === 0) {
      hunks.push({ line: numbers[from] ?? 1, lines: [] });
    }
    addAll(hunks.at(-1)?.lines ?? [], lines.slice(from, to + 1));
    lastShown = Math.max(lastShown, to);
  }
  return hunks;
}
