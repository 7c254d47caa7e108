import type { Statement } from './types';

/** Statements without those that say much the same as one before them, in other words of the same stems. */
export function distinct(statements: readonly Statement[]): Statement[] {
  const kept: { readonly statement: Statement; readonly stems: ReadonlySet<string> }[] = [];
  for (const statement of statements) {
    const stems = stemsOf(statement.text);
    if (kept.every((other) => !isMuchTheSame(other.stems, stems))) kept.push({ statement, stems });
  }
  return kept.map(({ statement }) => statement);
}

/** Shared stems from which on two sentences can be about the same, and the share of the shorter one. */
const SHARED = 4;
const SHARE = 0.5;

function isMuchTheSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter((stem) => b.has(stem)).length;
  return shared >= SHARED && shared / Math.min(a.size, b.size) >= SHARE;
}

/** The first letters of the longer words. */
function stemsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z0-9]{5,}/g) ?? [];
  return new Set(words.map((word) => word.slice(0, 6)));
}
