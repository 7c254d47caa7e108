import { sentences } from '@/components/ui/sentences';
import { type Diagnostic, messageOf } from '@/lib/diagnostic';
import type { Severity } from '@/lib/severity';
import { TARGET_NAME } from '@/lib/target';
import type { TranslateAnswer } from '@/lib/workbench/types';

/** A diagnostic beside the line that it is about. Offsets are within the text. */
export interface MarginNote {
  readonly from: number;
  readonly to: number;
  readonly severity: Severity;
  readonly message: string;
}

/**
 * What an answer says of places in a text of `length` characters: of the rule, and of its queries with the
 * targets that say it. What has no place of its own stands at the first line.
 */
export function marginNotes(
  { diagnostics, rules }: Pick<TranslateAnswer, 'diagnostics' | 'rules'>,
  length: number,
): MarginNote[] {
  const ofQueries = new Map<string, { diagnostic: Diagnostic; targets: Set<string> }>();
  for (const { target, diagnostic } of placed(rules)) {
    const key = JSON.stringify([diagnostic.span, wordsOf(diagnostic)]);
    const known = ofQueries.get(key) ?? { diagnostic, targets: new Set() };
    known.targets.add(target);
    ofQueries.set(key, known);
  }
  return [
    ...diagnostics.map((one) => note(one, wordsOf(one), length)),
    ...[...ofQueries.values()].map(({ diagnostic, targets }) =>
      note(diagnostic, `${[...targets].join(', ')}: ${wordsOf(diagnostic)}`, length),
    ),
  ];
}

/** The diagnostics of queries that are about a place of the rule. */
function placed(rules: TranslateAnswer['rules']) {
  return rules.flatMap(({ targets }) =>
    targets.flatMap(({ target, diagnostics }) =>
      diagnostics
        .filter(({ span }) => span !== undefined)
        .map((diagnostic) => ({ target: TARGET_NAME[target], diagnostic })),
    ),
  );
}

function wordsOf(diagnostic: Diagnostic): string {
  return sentences(messageOf(diagnostic), diagnostic.hint).replaceAll('`', '');
}

function note({ span, severity }: Diagnostic, message: string, length: number): MarginNote {
  const from = Math.min(span?.start ?? 0, length);
  return { from, to: Math.max(from, Math.min(span?.end ?? 0, length)), severity, message };
}
