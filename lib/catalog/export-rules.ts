import { TARGETS } from '@/lib/target';
import type { Translation, Variant } from '@/lib/translate/types';
import { getCatalog } from './client';
import { getRuleIndex } from './get-rule-index';
import { type Licence, licenceOf } from './licence';
import type { IndexedRule } from './rule-index';
import { upstreamUrl } from './source-link';
import { readTranslation } from './stored/translation';

/** A rule with its licence and origin, and with its queries if requested. */
export interface ExportedRule {
  readonly rule: IndexedRule;
  /** Its own, else its source's. */
  readonly licence: Licence;
  readonly upstreamUrl: string | null;
  readonly translations: readonly ExportedTranslation[];
}

export type ExportedVariant = Pick<Variant, 'table' | 'outcome' | 'kql' | 'diagnostics'>;
export interface ExportedTranslation extends ExportedVariant {
  readonly target: Translation['target'];
  readonly alternatives: readonly ExportedVariant[];
}

const BATCH = 100;

/**
 * Yields the rules in their order, reading their queries a batch at a time if those are wanted. Throws a
 * StoredValueError that names the row if a query's columns cannot be read.
 */
export async function* exportRules(
  rules: readonly IndexedRule[],
  { withQueries }: { readonly withQueries: boolean },
): AsyncGenerator<ExportedRule> {
  const { sources } = await getRuleIndex();
  for (let at = 0; at < rules.length; at += BATCH) {
    const batch = rules.slice(at, at + BATCH);
    const translationsOf = withQueries ? await readQueries(batch) : () => [];
    for (const rule of batch) {
      yield {
        rule,
        licence: licenceOf(rule.license, sources.get(rule.source) ?? null),
        upstreamUrl: upstreamUrl(rule.sourceLabel, rule.commit, rule.path),
        translations: translationsOf(rule.id),
      };
    }
  }
}

/** The queries of rules, by the rule and in the order of targets. */
async function readQueries(
  rules: readonly IndexedRule[],
): Promise<(id: string) => ExportedTranslation[]> {
  const rows = await getCatalog().translation.findMany({
    where: { ruleId: { in: rules.map(({ id }) => id) } },
  });
  return (id) =>
    TARGETS.flatMap((target) =>
      rows
        .filter((each) => each.ruleId === id && each.target === target)
        .map(readTranslation)
        .map(({ table, outcome, kql, diagnostics, alternatives }) => ({
          target,
          table,
          outcome,
          kql,
          diagnostics,
          alternatives,
        })),
    );
}
