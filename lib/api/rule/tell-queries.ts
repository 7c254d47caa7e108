import type { z } from 'zod';
import { diffText } from '@/lib/catalog/diff-text';
import { choiceHref } from '@/lib/catalog/query-choice';
import type { RuleDetail, StoredTranslation } from '@/lib/catalog/rule';
import { evidenceOf } from '@/lib/mcp/rule/evidence-of';
import type { Variant } from '@/lib/translate/types';
import { mutable } from './mutable';
import type { query, variant } from './query-schema';

/** A rule's queries with their texts, traces and alternatives. */
export function tellQueries(rule: RuleDetail, origin: string): z.input<typeof query>[] {
  return rule.translations.map((translation) => ({
    target: translation.target,
    ...tellVariant(rule, translation, translation, origin),
    evidence:
      translation.kql === null
        ? null
        : evidenceOf(rule, { translation, variant: translation, primary: true }),
    translator: translation.translatorVersion,
    tuning: translation.tuned && diffText(translation.tuned),
    alternatives: translation.alternatives.map((one) =>
      tellVariant(rule, translation, one, origin),
    ),
  }));
}

function tellVariant(
  { id }: RuleDetail,
  translation: StoredTranslation,
  told: Variant,
  origin: string,
): z.input<typeof variant> {
  const { outcome, table, label, tables, kql, cost, diagnostics, trace } = told;
  const address = choiceHref(id, translation.target, told === translation ? null : table, '/query');
  return {
    outcome,
    table,
    telemetry: label,
    tables: [...tables],
    kql,
    url: kql === null ? null : origin + address,
    cost: mutable(cost),
    notes: mutable(diagnostics),
    trace: mutable(trace),
  };
}
