import { z } from 'zod';
import type { DeployQuery } from '@/lib/deploy/deploy-rule';
import type { Diagnostic } from '@/lib/diagnostic';
import {
  COST_LEVELS,
  type Cost,
  type CostLevel,
  type TraceLine,
  type Translation,
  type Variant,
} from '@/lib/translate/types';
import type { Translation as TranslationRow } from '../generated/client';
import { column } from './column';
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

export const translationTables = column<readonly string[]>()('Translation.tables', strings);
export const translationDiagnostics = column<readonly Diagnostic[]>()(
  'Translation.diagnostics',
  diagnostics,
);
export const translationTrace = column<readonly TraceLine[]>()('Translation.trace', trace);
export const translationCost = column<Cost | null>()('Translation.cost', cost);
export const translationAlternatives = column<readonly Variant[]>()(
  'Translation.alternatives',
  z.array(variant),
);

/** The parts of the alternatives that the rule index needs. */
export const alternativesInBrief = column<
  readonly (Pick<Variant, 'outcome' | 'table' | 'tables'> & { cost: CostLevel | null })[]
>()(
  'Translation.alternatives',
  z.array(
    variant
      .pick({ outcome: true, table: true, tables: true })
      .extend({ cost: z.enum(COST_LEVELS).nullable() }),
  ),
);

type QueryFacts = NonNullable<DeployQuery['facts']>;

const facts = z.object({
  passes: z.string().nullable(),
  columns: strings,
  tests: strings,
  left: z.array(z.object({ column: z.string(), values: strings })),
  operators: strings,
  readsDynamic: z.boolean(),
});

/** Of the query and of each alternative, in their order; null without a query. */
export const translationFacts = column<readonly (QueryFacts | null)[]>()(
  'Translation.facts',
  // Rows of older versions have no `left`.
  z.array(facts.extend({ left: facts.shape.left.default([]) }).nullable()),
);

/** What a check says of a query. The cache stores it under a hash of the query. */
export const checkedQuery = column<{
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: QueryFacts;
}>()('Cache.value', z.object({ diagnostics, facts }));

/** Reads a translation from its row. Throws a StoredValueError. */
export function readTranslation(row: TranslationRow): Translation {
  const id = `rule ${row.ruleId} for ${row.target}`;
  return {
    target: row.target as Translation['target'],
    outcome: row.outcome as Translation['outcome'],
    kql: row.kql,
    table: row.table,
    label: row.label,
    tables: translationTables.read(row.tables, id),
    diagnostics: translationDiagnostics.read(row.diagnostics, id),
    trace: translationTrace.read(row.trace, id),
    cost: translationCost.read(row.cost, id),
    alternatives: translationAlternatives.read(row.alternatives, id),
  };
}
