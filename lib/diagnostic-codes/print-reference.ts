import type { CodeText } from './code-text';
import { DIAGNOSTIC_GROUPS } from './diagnostic-groups';

const WORD = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Markdown for `DIAGNOSTICS.md`: every code by group, with its meaning, remedy and severity. */
export function printReference(): string {
  const groups = DIAGNOSTIC_GROUPS.map(({ title, about, codes }) =>
    [`## ${title}`, about, ...Object.entries<CodeText>(codes).map(printEntry)].join('\n\n'),
  );
  return `${[HEAD, ...groups].join('\n\n')}\n`;
}

const HEAD = `# Diagnostics

<!-- Written by \`npm run reference\` from lib/diagnostic-codes; do not edit. -->

What each code means, and what to do about it. The app serves the same reference at \`/diagnostics\`.`;

function printEntry([code, { severity, meaning, remedy }]: [string, CodeText]): string {
  const word = severity ? WORD[severity] : 'severity varies';
  return `### ${code}\n\n*${word}* · ${meaning}\n\n${remedy}`;
}
