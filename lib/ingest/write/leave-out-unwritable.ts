import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import { attempt } from '../steps/attempt';
import { enrichmentRow, evidenceRow, ruleColumns, translationRow } from '../steps/rows';
import { isTouched, type Outcome, type RuleRows, type WritableOutcome } from './outcome';

/**
 * Makes the rows of an outcome, which is left without the rules that cannot become rows; these have an issue
 * each. One such row would otherwise end the transaction. The catalog keeps what it has of these rules.
 */
export function leaveOutUnwritable(outcome: Outcome): WritableOutcome {
  const issues: Issue[] = [];
  const rows = new Map<string, RuleRows>();
  const bad = new Set<string>();
  for (const planned of outcome.plan.rules) {
    if (!isTouched(planned, outcome)) continue;
    const made = attempt('row', planned.read, issues, () => rowsOf(planned, outcome));
    if (made) rows.set(planned.read.id, made);
    else bad.add(planned.read.id);
  }
  if (bad.size === 0) return { ...outcome, rows };
  const without = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].filter(([id]) => !bad.has(id)));
  const { rules, kept } = outcome.plan;
  const stored = rules.flatMap((rule) =>
    bad.has(rule.read.id) && rule.stored ? [rule.stored] : [],
  );
  return {
    ...outcome,
    rows,
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

function rowsOf(planned: PlannedRule, outcome: Outcome): RuleRows {
  const { id } = planned.read;
  const derived = outcome.derived.get(id);
  const enrichment = outcome.enriched.get(id);
  const { evidence = [], isNewEvidence = false, translations = [], tuned = null } = derived ?? {};
  return {
    rule: ruleColumns(planned),
    translations: translations.map((each) =>
      translationRow(id, each, outcome.translatorVersion, tuned),
    ),
    evidence: isNewEvidence && evidence.length > 0 ? evidenceRow(id, evidence) : null,
    enrichment: enrichment ? enrichmentRow(id, enrichment) : null,
  };
}
