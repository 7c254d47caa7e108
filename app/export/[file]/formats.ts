import { queryHref } from '@/components/feed/query-address';
import type { ExportedRule, ExportedVariant } from '@/lib/catalog/export-rules';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery } from '@/lib/catalog/rule-index';
import { shownQuery } from '@/lib/catalog/shown-query';
import { TARGETS } from '@/lib/target';
import { csvLine } from '@/lib/text/csv-line';
import { plainLine } from '@/lib/text/plain-text';
// Not through the index, which would load Microsoft's parser.
import { attributionHeader, outcomeNote } from '@/lib/translate/attribution';

export interface Context {
  readonly filter: FeedFilter;
  /** `https://host`, without a trailing slash. */
  readonly origin: string;
}

export interface Format {
  readonly type: string;
  readonly withQueries: boolean;
  readonly head: string;
  readonly print: (exported: ExportedRule, context: Context) => string;
}

const COLUMNS = [
  'id',
  'title',
  'level',
  'status',
  'author',
  'licence',
  'source',
  'page',
  'query',
  'techniques',
  'tactics',
  'product',
  'tables',
  'targets',
  'outcome',
  'proof',
  'changed',
  'hypothesis',
];

/** The export formats of the feed. Every rule comes with its author, licence and source. */
export const FORMATS = new Map(
  Object.entries<Format>({
    'rules.csv': {
      type: 'text/csv; charset=utf-8',
      withQueries: false,
      head: csvLine(COLUMNS),
      print: (exported, context) => {
        const facts = factsOf(exported, context);
        return csvLine(COLUMNS.map((name) => String(facts[name as keyof typeof facts] ?? '')));
      },
    },
    'rules.ndjson': {
      type: 'application/x-ndjson; charset=utf-8',
      withQueries: true,
      head: '',
      print: (exported, context) => {
        const selected = context.filter.target;
        const queries = TARGETS.filter(
          (target) => selected.length === 0 || selected.includes(target),
        )
          .map((target) => queryOf(exported, { ...context.filter, target: [target] }))
          .filter((query) => query !== null);
        return `${JSON.stringify({ ...factsOf(exported, context), queries })}\n`;
      },
    },
    'rules.kql': {
      type: 'text/plain; charset=utf-8',
      withQueries: true,
      head: '',
      print: (exported, { filter }) => {
        const query = queryOf(exported, filter);
        return query ? `${query.kql}\n\n` : '';
      },
    },
  }),
);

function factsOf({ rule, licence, upstreamUrl }: ExportedRule, { filter, origin }: Context) {
  const query = shownQuery(rule, filter);
  const list = (values: readonly string[]) => values.join(' ');
  return {
    id: plainLine(rule.id, 'word'),
    title: plainLine(rule.title, 'title'),
    level: rule.level,
    status: rule.status,
    author: plainLine(rule.author ?? 'not stated', 'author'),
    licence: plainLine(licence.name, 'licence'),
    source: upstreamUrl,
    page: `${origin}/rules/${encodeURIComponent(rule.id)}`,
    query: query ? origin + queryHref(rule.id, query) : null,
    techniques: list(rule.techniques),
    tactics: list(rule.tactics),
    product: rule.product && plainLine(rule.product, 'word'),
    tables: list(rule.tables),
    targets: list(rule.targets),
    outcome: rule.outcome,
    proof: rule.proof,
    changed: rule.changedAt.toISOString(),
    hypothesis: plainLine(rule.hypothesis.replaceAll('`', ''), 'description'),
  };
}

/** The query that the feed copies, with its attribution. */
function queryOf(exported: ExportedRule, filter: FeedFilter) {
  const query = shownQuery(exported.rule, filter);
  if (!query) return null;
  const variant = variantOf(exported, query);
  if (!variant?.kql) return null;
  const head = attributionHeader(exported.rule, exported.licence.name, exported.upstreamUrl);
  return {
    target: query.target,
    outcome: variant.outcome,
    table: variant.table,
    kql: `${head}${outcomeNote(variant)}${variant.kql}`,
  };
}

function variantOf({ translations }: ExportedRule, query: IndexedQuery): ExportedVariant | null {
  const translation = translations.find(({ target }) => target === query.target);
  if (!translation || query.primary) return translation ?? null;
  return translation.alternatives.find(({ table }) => table === query.table) ?? null;
}
