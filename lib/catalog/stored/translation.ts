import { z } from 'zod';
import type { DeployQuery } from '@/lib/deploy/deploy-rule';
import type { Diagnostic } from '@/lib/diagnostic';
import { COST_LEVELS, type CostLevel, type Translation, type Variant } from '@/lib/translate/types';
import type { Translation as TranslationRow } from '../generated/client';
import { column } from './column';
import { packedColumn, packedText } from './packed-column';
import { diagnostics, outcome, span, strings } from './schemas';

const trace = z.array(
  z.object({
    selection: z.string(),
    field: z.string().nullable(),
    modifiers: strings,
    value: z.string(),
    column: z.string(),
    operator: z.string(),
    quality: z.enum(['exact', 'derived', 'approximate']),
    sources: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        url: z.string().nullable(),
        found: z.boolean(),
      }),
    ),
    note: z.string().optional(),
    sigmaSpan: span,
    kqlLines: z.array(z.number()),
  }),
);

const cost = z
  .object({
    level: z.enum(COST_LEVELS),
    steps: z.array(
      z.object({
        kind: z.enum(['index', 'filter', 'compute', 'scan', 'group', 'join']),
        text: z.string(),
      }),
    ),
  })
  .nullable();

const variant = z.object({
  outcome,
  kql: z.string().nullable(),
  table: z.string().nullable(),
  label: z.string(),
  tables: strings,
  diagnostics,
  trace,
  cost,
});

type QueryFacts = NonNullable<DeployQuery['facts']>;

const facts = z.object({
  passes: z.string().nullable(),
  columns: strings,
  tests: strings,
  left: z.array(z.object({ column: z.string(), values: strings })),
  operators: strings,
  readsDynamic: z.boolean(),
});

/** What only a rule's own page and an export show of a translation. */
export interface TranslationDetail
  extends Pick<Translation, 'diagnostics' | 'trace' | 'cost' | 'alternatives'> {
  /** Of the query and of each alternative, in their order; null without a query. */
  readonly facts: readonly (QueryFacts | null)[];
  /** The query without the operator's filters and placeholder values; null if these change nothing. */
  readonly upstreamKql: string | null;
}

export const translationKql = packedText('Translation.kql', 'query');
export const translationTables = column<readonly string[]>()('Translation.tables', strings);
export const translationDetail = packedColumn<TranslationDetail>()(
  'Translation.detail',
  'translation',
  z.object({
    diagnostics,
    trace,
    cost,
    alternatives: z.array(variant),
    // Rows of older versions have no `left`.
    facts: z.array(facts.extend({ left: facts.shape.left.default([]) }).nullable()),
    upstreamKql: z.string().nullable(),
  }),
);

/** An alternative as lists and filters need it. */
export type AlternativeInBrief = Pick<Variant, 'outcome' | 'table' | 'tables'> & {
  readonly cost: CostLevel | null;
};

export const alternativesInBrief = column<readonly AlternativeInBrief[]>()(
  'Translation.alternatives',
  z.array(
    variant
      .pick({ outcome: true, table: true, tables: true })
      .extend({ cost: z.enum(COST_LEVELS).nullable() }),
  ),
);

/** What a check says of a query. The cache stores it under a hash of the query. */
export const checkedQuery = packedColumn<{
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: QueryFacts;
}>()('Cache.value', 'translation', z.object({ diagnostics, facts }));

/** A translation with what a check found, as its row holds it. */
export type StoredTranslation = Translation & Pick<TranslationDetail, 'facts' | 'upstreamKql'>;

/** Reads a translation from its row. Throws a StoredValueError. */
export function readTranslation(row: TranslationRow): StoredTranslation {
  const id = `rule ${row.ruleId} for ${row.target}`;
  return {
    target: row.target as Translation['target'],
    outcome: row.outcome as Translation['outcome'],
    kql: row.kql && translationKql.read(row.kql, id),
    table: row.table,
    label: row.label,
    tables: translationTables.read(row.tables, id),
    ...translationDetail.read(row.detail, id),
  };
}
