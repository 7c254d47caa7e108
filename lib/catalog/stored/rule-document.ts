import { z } from 'zod';
import type { Diagnostic } from '@/lib/diagnostic';
import type { CorrelationRule, LogSource, RuleBase, RuleCondition } from '@/lib/sigma';
import type { Rule as RuleRow } from '../generated/client';
import { column } from './column';
import { packedColumn } from './packed-column';
import { diagnostics, span, strings } from './schemas';

/** What the catalog stores of a rule in addition to the columns that lists and filters use. */
export interface RuleDocument
  extends Pick<
    RuleBase,
    | 'references'
    | 'falsepositives'
    | 'tags'
    | 'related'
    | 'fields'
    | 'scope'
    | 'taxonomy'
    | 'custom'
  > {
  readonly logsource: LogSource | null;
  /** Null unless the rule is a correlation. */
  readonly correlation: CorrelationRule['correlation'] | null;
  readonly diagnostics: readonly Diagnostic[];
}

const condition: z.ZodType<RuleCondition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('and'), of: z.array(condition) }),
    z.object({ kind: z.literal('or'), of: z.array(condition) }),
    z.object({ kind: z.literal('not'), of: condition }),
    z.object({ kind: z.literal('rule'), place: z.number() }),
  ]),
);

const correlation = z.object({
  type: z.enum([
    'event_count',
    'value_count',
    'temporal',
    'temporal_ordered',
    'value_sum',
    'value_avg',
    'value_min',
    'value_max',
    'value_percentile',
  ]),
  rules: strings,
  groupBy: strings,
  timespan: z.number(),
  bounds: z.array(
    z.object({ operator: z.enum(['lt', 'lte', 'gt', 'gte', 'eq', 'neq']), value: z.number() }),
  ),
  expression: condition.nullable(),
  fields: strings,
  percentile: z.number().nullable(),
  aliases: z.record(z.string(), z.record(z.string(), z.string())),
  generate: z.boolean(),
  spans: z.object({
    rules: z.array(span),
    groupBy: z.array(span),
    fields: z.array(span),
    timespan: span,
    condition: span.nullable(),
  }),
});

const part = z.string().nullable();

export const ruleTags = column<readonly string[]>()('Rule.tags', strings);
export const ruleReferences = column<readonly string[]>()('Rule.references', strings);

/** The parts that the rule index does not need. */
type RestOfDocument = Omit<RuleDocument, 'tags' | 'references'>;

const restOfDocument = packedColumn<RestOfDocument>()(
  'Rule.document',
  'document',
  z.object({
    falsepositives: strings,
    related: z.array(z.object({ id: z.string(), type: z.string() })),
    fields: strings,
    scope: strings,
    taxonomy: z.string().nullable(),
    custom: z.record(z.string(), z.unknown()),
    logsource: z
      .object({ product: part, category: part, service: part, definition: part })
      .nullable(),
    correlation: correlation.nullable(),
    diagnostics,
  }),
);

type DocumentColumns = Pick<RuleRow, 'tags' | 'references' | 'document'>;

/** The columns that hold a rule's document. */
export function documentColumns({ tags, references, ...rest }: RuleDocument): DocumentColumns {
  return {
    tags: ruleTags.write(tags),
    references: ruleReferences.write(references),
    document: restOfDocument.write(rest),
  };
}

/** Reads a rule's document from its row. Throws a StoredValueError. */
export function readDocument(row: DocumentColumns & Pick<RuleRow, 'id'>): RuleDocument {
  const { id } = row;
  return {
    tags: ruleTags.read(row.tags, id),
    references: ruleReferences.read(row.references, id),
    ...restOfDocument.read(row.document, id),
  };
}

/** A rule's document that says nothing. */
export const NO_DOCUMENT: RuleDocument = {
  references: [],
  falsepositives: [],
  tags: [],
  related: [],
  fields: [],
  scope: [],
  taxonomy: null,
  logsource: null,
  correlation: null,
  custom: {},
  diagnostics: [],
};
