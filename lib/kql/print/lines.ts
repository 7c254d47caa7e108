import { addAll } from '@/lib/long-lists';
import { visibleText } from '@/lib/text/plain-text';
import type { Expression, Tag } from '../tree';

/** Columns that a line should not exceed. */
export const WIDTH = 100;

export const INDENT = 4;

export interface Line {
  readonly text: string;
  tags: Tag[];
}

export function plain(text: string, indent: number): Line {
  return { text: pad(indent) + text, tags: [] };
}

export function pad(indent: number): string {
  return ' '.repeat(indent);
}

export function mark(lines: Line[], tags: readonly Tag[] | undefined): Line[] {
  if (tags) for (const line of lines) addAll(line.tags, tags);
  return lines;
}

export function withSuffix(lines: Line[], suffix: string): Line[] {
  const last = lines[lines.length - 1];
  if (suffix && last) lines[lines.length - 1] = { text: last.text + suffix, tags: last.tags };
  return lines;
}

export function commentLines(comment: string | undefined, indent: number): Line[] {
  return comment === undefined ? [] : [plain(`// ${commentText(comment)}`.trimEnd(), indent)];
}

/** A comment on one line, with its invisible characters as `\u{202E}`. */
export function commentText(comment: string): string {
  return visibleText(comment.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, ' ')).trim();
}

export function uncommented(expression: Expression): Expression {
  if (expression.comment === undefined) return expression;
  const { comment: _, ...rest } = expression;
  return rest as Expression;
}
