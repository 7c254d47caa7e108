import { type Diagnostic, messageOf } from '@/lib/diagnostic';
import { SEVERITIES } from '@/lib/severity';
import { plainLine } from '@/lib/text/plain-text';

const MAX_NOTES = 8;

/** What a reader must know of a rule or a query, the gravest first, each with its hint; at most eight. */
export function notesOf(diagnostics: readonly Diagnostic[]): string[] {
  const sorted = diagnostics.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const notes = sorted.slice(0, MAX_NOTES).map((one) => {
    const effect = one.effect ? ` (${one.effect})` : '';
    const hint = one.hint ? ` ${plainLine(one.hint, 'title')}` : '';
    return `${one.severity}${effect}: ${plainLine(messageOf(one), 'value')}${hint}`;
  });
  const more = sorted.length - notes.length;
  return more > 0 ? [...notes, `${more} more notes are on the rule’s page.`] : notes;
}
