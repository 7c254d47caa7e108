import type { Issue } from '../issue';
import { attempt } from '../steps/attempt';
import { enrichmentRow, evidenceRow, ruleColumns, translationRow } from '../steps/rows';
import { isTouched, type Outcome } from './outcome';

/**
 * The outcome without the rules that cannot become rows, each with an issue. One such row would
 * otherwise end the transaction. The catalog keeps what it has of these rules.
 */
export function leaveOutUnwritable(outcome: Outcome, startedAt: Date): Outcome {
  const issues: Issue[] = [];
  const bad = new Set<string>();
  for (const planned of outcome.plan.rules) {
    if (!isTouched(planned, outcome)) continue;
    const { id } = planned.read;
    const derived = outcome.derived.get(id);
    const enrichment = outcome.enriched.get(id);
    const rows = attempt('row', planned.read, issues, () => [
      ruleColumns(planned),
      derived?.translations.map((each) =>
        translationRow(id, each, outcome.translatorVersion, derived.tuned),
      ),
      derived?.evidence.map((each) => evidenceRow(each, startedAt)),
      enrichment && enrichmentRow(id, enrichment),
    ]);
    if (!rows) bad.add(id);
  }
  if (bad.size === 0) return outcome;
  const without = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].filter(([id]) => !bad.has(id)));
  const { rules, kept } = outcome.plan;
  const stored = rules.flatMap((rule) =>
    bad.has(rule.read.id) && rule.stored ? [rule.stored] : [],
  );
  return {
    ...outcome,
    plan: {
      ...outcome.plan,
      rules: rules.filter(({ read }) => !bad.has(read.id)),
      kept: [...kept, ...stored],
    },
    derived: without(outcome.derived),
    enriched: without(outcome.enriched),
    changes: without(outcome.changes),
    tags: without(outcome.tags),
    issues: [...outcome.issues, ...issues],
  };
}
