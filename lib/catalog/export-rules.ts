import { TARGETS } from '@/lib/target';
import type { Translation, Variant } from '@/lib/translate/types';
import { getCatalog } from './client';
import { type Licence, licenceOf } from './licence';
import type { IndexedRule } from './rule-index';
import { upstreamUrl } from './source-link';
import { readSources } from './sources';
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
 * Yields the rules in their order, reading a batch at a time. Throws a StoredValueError that names the
 * row if a query's columns cannot be read.
 */
export async function* exportRules(
  rules: readonly IndexedRule[],
  { withQueries }: { readonly withQueries: boolean },
): AsyncGenerator<ExportedRule> {
  const catalog = getCatalog();
  const sources = await readSources(catalog);
  for (let at = 0; at < rules.length; at += BATCH) {
    const batch = rules.slice(at, at + BATCH);
    const ids = batch.map(({ id }) => id);
    const [rows, translations] = await Promise.all([
      catalog.rule.findMany({
        where: { id: { in: ids } },
        select: {
          id: true,
          license: true,
          source: true,
          sourceId: true,
          commit: true,
          path: true,
        },
      }),
      withQueries ? catalog.translation.findMany({ where: { ruleId: { in: ids } } }) : [],
    ]);
    for (const rule of batch) {
      const row = rows.find(({ id }) => id === rule.id);
      if (!row) continue;
      yield {
        rule,
        licence: licenceOf(row.license, sources.get(row.sourceId) ?? null),
        upstreamUrl: upstreamUrl(row.source, row.commit, row.path),
        translations: TARGETS.flatMap((target) =>
          translations
            .filter((each) => each.ruleId === rule.id && each.target === target)
            .map(readTranslation)
            .map(({ table, outcome, kql, diagnostics, alternatives }) => ({
              target,
              table,
              outcome,
              kql,
              diagnostics,
              alternatives,
            })),
        ),
      };
    }
  }
}
