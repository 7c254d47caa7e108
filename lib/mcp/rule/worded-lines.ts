import type { WordedCondition } from '@/lib/enrich/rule-in-words';
import { plainLine } from '@/lib/text/plain-text';

const MAX_LINES = 120;

/** A condition as a nested list, each text as `show` writes it, with a last line that says what of it is left out. */
export function wordedLines(words: WordedCondition, show = plainTitle): string {
  const lines = linesOf(words, show, 0);
  const more = lines.length - MAX_LINES;
  if (more <= 0) return lines.join('\n');
  return [...lines.slice(0, MAX_LINES), `- … ${more} more, which the Sigma text has`].join('\n');
}

function linesOf({ text, of }: WordedCondition, show: typeof plainTitle, depth: number): string[] {
  const line = `${'  '.repeat(depth)}- ${show(text)}`;
  return [line, ...of.flatMap((part) => linesOf(part, show, depth + 1))];
}

function plainTitle(text: string): string {
  return plainLine(text, 'title');
}
