import Database from 'better-sqlite3';
import { LEVELS } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import { takeEvenly } from '@/lib/tooling/figures/take-evenly';

export const KINDS = [
  'feed',
  'filtered feed',
  'search',
  'rule',
  'technique',
  'coverage',
  'layer',
  'suggestion',
  'API: rules',
  'API: one rule',
  'API: changes',
  'rule as Markdown',
  'Atom feed',
] as const;
export type Kind = (typeof KINDS)[number];

const ROWS = 50;
const SORTS = ['changed', 'level', 'title', 'created', 'cost'];
const SHOWS = ['rules', 'translated', 'proven', 'level'];

/** Up to `count` different addresses of each kind of page, from all over a catalog; the same each time. */
export function addressesOf(databaseFile: string, count: number): ReadonlyMap<Kind, string[]> {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const list = (sql: string) => database.prepare(sql).pluck().all() as string[];
    const rows = (sql: string) => database.prepare(sql).all() as Record<string, string>[];
    const coverage = coverageQueries();
    const filters = rows(FILTERS).map((filter) => `${new URLSearchParams(filter)}`);
    const ids = list('SELECT "id" FROM "Rule" WHERE "inFeed" ORDER BY "id"');
    const all: Readonly<Record<Kind, readonly string[]>> = {
      feed: feedAddresses(Number(list('SELECT count(*) FROM "Rule" WHERE "inFeed"')[0])),
      'filtered feed': filters.map((filter) => `/?${filter}`),
      search: wordsOf(list('SELECT "title" FROM "Rule" WHERE "inFeed"')).map(
        (word) => `/?${new URLSearchParams({ q: word })}`,
      ),
      rule: ids.map((id) => `/rules/${id}`),
      technique: list('SELECT DISTINCT "techniqueId" FROM "RuleTechnique" ORDER BY 1').map(
        (id) => `/techniques/${id}`,
      ),
      coverage: coverage.map((query) => `/coverage${query}`),
      layer: coverage.map((query) => `/coverage/layer.json${query}`),
      suggestion: suggestionAddresses(list),
      'API: rules': filters.map((filter) => `/api/v1/rules?${filter}`),
      'API: one rule': ids.map((id) => `/api/v1/rules/${id}`),
      'API: changes': ids.map((id) => `/api/v1/changes?rule=${id}`),
      'rule as Markdown': ids.map((id) => `/rules/${id}.md`),
      'Atom feed': filters.map((filter) => `/feed.xml?${filter}`),
    };
    return new Map(KINDS.map((kind) => [kind, takeEvenly(all[kind], count)]));
  } finally {
    database.close();
  }
}

const FILTERS = `
  SELECT DISTINCT "level", "product", "shortName" AS "tactic"
  FROM "Rule" JOIN "RuleTactic" ON "RuleTactic"."ruleId" = "Rule"."id"
  WHERE "inFeed" AND "level" IS NOT NULL AND "product" IS NOT NULL ORDER BY 1, 2, 3`;

/** Whole pages of the unfiltered feed in each order. */
function feedAddresses(rules: number): string[] {
  const pages = Math.max(1, Math.floor(rules / ROWS));
  return Array.from({ length: pages }, (_, at) => at + 1).flatMap((page) =>
    SORTS.map((sort) => `/?${new URLSearchParams({ sort, page: String(page) })}`),
  );
}

/** The words of titles, each once. */
export function wordsOf(titles: readonly string[]): string[] {
  const words = titles.flatMap((title) => title.toLowerCase().match(/[a-z]{4,}/g) ?? []);
  return [...new Set(words)].sort();
}

/** The whole matrix in each form, and those that leave out one or more levels. */
function coverageQueries(): string[] {
  const subsets = Array.from({ length: 2 ** LEVELS.length - 1 }, (_, bits) =>
    LEVELS.filter((_, at) => ((bits + 1) >> at) & 1),
  ).filter((levels) => levels.length >= LEVELS.length - 2);
  return subsets.flatMap((levels) =>
    SHOWS.flatMap((show) =>
      [null, ...TARGETS].map((target) => {
        const query = new URLSearchParams(levels.map((level) => ['level', level]));
        query.set('show', show);
        if (target) query.set('target', target);
        return `?${query}`;
      }),
    ),
  );
}

/** What one has typed of the value of a field, from its first letter to its fourth. */
function suggestionAddresses(list: (sql: string) => string[]): string[] {
  const values = {
    technique: list('SELECT "id" FROM "Technique" WHERE NOT "revoked"'),
    tactic: list('SELECT "shortName" FROM "Tactic"'),
    table: list('SELECT DISTINCT "table" FROM "Translation" WHERE "table" IS NOT NULL'),
    product: list('SELECT DISTINCT "product" FROM "Rule" WHERE "product" IS NOT NULL'),
    level: [...LEVELS],
  };
  const words = Object.entries(values).flatMap(([field, known]) =>
    known.flatMap((value) =>
      [1, 2, 3, 4].map((length) => `${field}:${value.slice(0, length).toLowerCase()}`),
    ),
  );
  return [...new Set(words)].sort().map((word) => `/api/suggest?${new URLSearchParams({ word })}`);
}
