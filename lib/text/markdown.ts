import { largest } from '@/lib/long-lists';
import type { TextKind } from './limits';
import { plainLine } from './plain-text';

/** A stranger's text on one line of Markdown: no mark of its own counts. */
export function markdownLine(text: string, kind: TextKind): string {
  return escaped(plainLine(text, kind));
}

/** The same, but parts between backticks stay code. */
export function markdownWithCode(text: string, kind: TextKind): string {
  const parts = plainLine(text, kind).split('`');
  // A backtick without its partner begins no code.
  if (parts.length % 2 === 0) return parts.map(escaped).join('\\`');
  return parts
    .map((part, at) => (at % 2 === 1 && part !== '' ? `\`${part}\`` : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}

/** A text as a code block whose fence is longer than any in the text. */
export function markdownCode(text: string, language: string): string {
  const runs = Array.from(text.matchAll(/`+/g), ([run]) => run.length);
  const longest = largest(runs, 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
