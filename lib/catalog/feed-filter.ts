import {
  type OwnTables,
  parseOwnTables,
  printOwnTables,
  printOwnTablesOrAll,
} from '@/lib/own-tables/own-tables';

/* The feed's filters as the address has them: `/?level=high&level=critical&q=…`. */

export const FACETS = [
  'level',
  'tactic',
  'technique',
  'threat',
  'cve',
  'table',
  'product',
  'target',
  'outcome',
  'proof',
  'status',
  'source',
  'collection',
  'change',
] as const;
export type Facet = (typeof FACETS)[number];

export const SORTS = ['relevance', 'changed', 'level', 'title', 'created', 'cost'] as const;
export type Sort = (typeof SORTS)[number];

export interface FeedFilter extends Readonly<Record<Facet, readonly string[]>> {
  readonly q: string;
  /** Only rules that run with these tables. Null: all rules. */
  readonly env: OwnTables | null;
  /** `env=all`: show all rules, although tables are saved. */
  readonly anyEnv: boolean;
  /** Null: by relevance for a text search, otherwise the newest change first. */
  readonly sort: Sort | null;
  /** From 1. */
  readonly page: number;
}

/** Search parameters as Next passes them to a page. */
export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

const MAX_VALUES = 200;

/** Reads the filters and ignores all other parameters. */
export function parseFeedFilter(params: SearchParams): FeedFilter {
  const list = (name: string): readonly string[] => {
    const value = params[name];
    const parts = (typeof value === 'string' ? [value] : (value ?? []))
      .flatMap((part) => part.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== '' && part.length <= 100);
    return [...new Set(parts)].slice(0, MAX_VALUES);
  };
  const first = (name: string): string => {
    const value = params[name];
    return (typeof value === 'string' ? value : value?.[0]) ?? '';
  };
  const sort = first('sort');
  const env = first('env');
  const page = Number.parseInt(first('page'), 10);
  return {
    q: first('q').trim(),
    env: parseOwnTables(env),
    // Older addresses say `table=all`.
    anyEnv: env === 'all' || list('table').includes('all'),
    level: list('level'),
    tactic: list('tactic'),
    technique: list('technique'),
    table: list('table').filter((table) => table !== 'all'),
    threat: list('threat'),
    cve: list('cve'),
    product: list('product'),
    target: list('target'),
    outcome: list('outcome'),
    proof: list('proof'),
    status: list('status'),
    source: list('source'),
    collection: list('collection'),
    change: list('change'),
    sort: SORTS.find((known) => known === sort) ?? null,
    page: page >= 1 && page <= 10_000 ? page : 1,
  };
}

export const NO_FILTER: FeedFilter = parseFeedFilter({});

/** The filters as an address under `path`. A change to any filter goes back to the first page. */
export function feedHref(filter: FeedFilter, change: Partial<FeedFilter> = {}, path = '/'): string {
  const next = { ...filter, page: 1, ...change };
  const params = new URLSearchParams();
  if (next.q) params.set('q', next.q);
  for (const facet of FACETS) for (const value of next[facet]) params.append(facet, value);
  if (printOwnTables(next.env) || next.anyEnv) params.set('env', printOwnTablesOrAll(next.env));
  if (next.sort) params.set('sort', next.sort);
  if (next.page > 1) params.set('page', String(next.page));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** How many values of facets filter. */
export function countFilters(filter: FeedFilter): number {
  return FACETS.reduce((count, facet) => count + filter[facet].length, 0);
}

/** The filter without one of its values. */
export function withoutValue(filter: FeedFilter, facet: Facet, value: string): FeedFilter {
  return { ...filter, page: 1, [facet]: filter[facet].filter((each) => each !== value) };
}

/** The filter that shows all rules, also those that do not run with the saved tables. */
export function withoutEnv(filter: FeedFilter): FeedFilter {
  return { ...filter, env: null, anyEnv: true, page: 1 };
}

/** True if there is no search text, no facet value and no choice of tables. */
export function isUnfiltered(filter: FeedFilter): boolean {
  return (
    filter.q === '' && filter.env === null && FACETS.every((facet) => filter[facet].length === 0)
  );
}
