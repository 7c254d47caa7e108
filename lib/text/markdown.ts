import { largest } from '@/lib/long-lists';
import { codeSpan, codeSpans } from './code-spans';
import type { TextKind } from './limits';
import { plainLine } from './plain-text';

/** A stranger's text on one line of Markdown: no mark of its own counts. */
export function markdownLine(text: string, kind: TextKind): string {
  return escaped(plainLine(text, kind));
}

/** The same, but parts between backticks stay code. */
export function markdownWithCode(text: string, kind: TextKind): string {
  return codeSpans(plainLine(text, kind))
    .map((span) => (span.isCode ? codeSpan(span.text) : escaped(span.text)))
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
