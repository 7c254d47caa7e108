import type { Proof } from '@/lib/proof/types';
import type { Target } from '@/lib/target';
import type { Variant } from '@/lib/translate';
import type { RuleDetail, StoredEvidence, StoredTranslation } from './rule';

export interface QueryChoice {
  readonly translation: StoredTranslation;
  /** The translation itself, or one of its alternatives. */
  readonly variant: Variant;
  readonly primary: boolean;
}

const WEIGHT = { exact: 0, approximate: 1, unsupported: 2 } as const;

/**
 * The query that the address selects: `?target=sentinel&table=Event`. Without a target, the query with
 * the best outcome; an unknown table falls back to the target's primary one. null without translations.
 */
export function chooseQuery(
  translations: readonly StoredTranslation[],
  target: string | undefined,
  table: string | undefined,
): QueryChoice | null {
  const selected = translations.find((translation) => translation.target === target);
  const best = [...translations].sort((a, b) => WEIGHT[a.outcome] - WEIGHT[b.outcome])[0];
  const translation = selected ?? best;
  if (!translation) return null;
  const other = translation.alternatives.find(
    (variant) => table !== undefined && variant.table === table,
  );
  return { translation, variant: other ?? translation, primary: other === undefined };
}

/** The place of the chosen query: 0 for the target's own, then its alternatives. */
export function placeOf({ translation, variant, primary }: QueryChoice): number {
  return primary ? 0 : 1 + translation.alternatives.indexOf(variant);
}

/** The events on which the chosen query was run. */
export function runsOf(rule: RuleDetail, choice: QueryChoice | null): readonly StoredEvidence[] {
  return rule.evidence.filter(
    ({ target, table, label }) =>
      target === choice?.translation.target &&
      table === choice.variant.table &&
      label === choice.variant.label,
  );
}

/**
 * The badge beside the chosen query: the rule's own, unless nothing is pending and this query is
 * approximate, or a run through it disagrees with the rule while another query of the rule is sound.
 */
export function shownProof(rule: RuleDetail, choice: QueryChoice | null): Proof {
  if (rule.proof === 'pending') return 'pending';
  if (choice?.variant.outcome === 'approximate') return 'approximate';
  return runsOf(rule, choice).some(({ differs }) => differs) ? 'disagrees' : rule.proof;
}

/** The address of a rule's page with the chosen query, or of a part of it. */
export function hrefOfChoice(
  ruleId: string,
  { translation, variant, primary }: QueryChoice,
  part = '',
): string {
  return choiceHref(ruleId, translation.target, primary ? null : variant.table, part);
}

/** The address of a rule's page with that query selected, or of a part of it such as `/query`. */
export function choiceHref(
  ruleId: string,
  target: Target,
  table: string | null,
  part = '',
): string {
  const params = new URLSearchParams({ target });
  if (table) params.set('table', table);
  return `/rules/${encodeURIComponent(ruleId)}${part}?${params}`;
}
