import { ruleInWords, type WordedCondition } from '@/lib/enrich/rule-in-words';
import type { DetectionRule } from '@/lib/sigma/types';
import { compareLines, type DiffLine } from '../line-diff';

/** A line of the rule in words; `rest` stands for the conditions beside it that stay, with their number. */
export interface WordsLine {
  readonly kind: DiffLine['kind'] | 'rest';
  /** How far in it is. */
  readonly depth: number;
  readonly text: string;
  /** Of `rest`. */
  readonly count: number;
}

/** What differs between two rules in words: the lines that do, below those that hold them. */
export function wordsDifference(before: DetectionRule, after: DetectionRule): WordsLine[] {
  const [old, now] = [before, after].map((rule) => linesOf(ruleInWords(rule, LISTS)));
  const lines = compareLines(old ?? [], now ?? []).map(
    ({ kind, text }): WordsLine => ({
      kind,
      depth: text.search(/\S|$/),
      text: text.trimStart(),
      count: 0,
    }),
  );
  return withRests(lines, keptLines(lines));
}

/** Every list of values as one, so that a value more changes one line. */
const LISTS = 1;

/** Nested conditions as lines, each one space further in than what holds it. */
function linesOf({ text, of }: WordedCondition, depth = 0): string[] {
  const line = `${' '.repeat(depth)}${text.replaceAll(/\s+/g, ' ').trim()}`;
  return [line, ...of.flatMap((part) => linesOf(part, depth + 1))];
}

/** The lines that differ, and those that hold them. */
function keptLines(lines: readonly WordsLine[]): ReadonlySet<number> {
  const kept = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'same') continue;
    kept.add(index);
    const isOther = (kind: WordsLine['kind']) => kind !== 'same' && kind !== line.kind;
    let { depth } = line;
    for (let at = index - 1; at >= 0 && depth > 0; at--) {
      const holder = lines[at];
      if (!holder || holder.depth >= depth || isOther(holder.kind)) continue;
      kept.add(at);
      depth = holder.depth;
    }
  }
  return kept;
}

/** The kept lines, and at the end of each list of which some differ how many are left out. */
function withRests(lines: readonly WordsLine[], kept: ReadonlySet<number>): WordsLine[] {
  const shown: WordsLine[] = [];
  const open: { readonly depth: number; left: number; differs: boolean }[] = [];
  const close = (depth: number) => {
    for (let last = open.at(-1); last && last.depth >= depth; last = open.at(-1)) {
      open.pop();
      if (last.left > 0 && last.differs) {
        shown.push({ kind: 'rest', depth: last.depth + 1, text: '', count: last.left });
      }
    }
  };
  for (const [index, line] of lines.entries()) {
    close(line.depth);
    const holder = open.at(-1);
    if (kept.has(index)) {
      shown.push(line);
      if (holder && line.kind !== 'same') holder.differs = true;
      open.push({ depth: line.depth, left: 0, differs: false });
    } else if (holder && holder.depth === line.depth - 1) {
      holder.left++;
    }
  }
  close(0);
  return shown;
}
