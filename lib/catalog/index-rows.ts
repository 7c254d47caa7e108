import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Catalog } from './client';
import type { Rule, Technique, Translation } from './generated/client';

/** What the index has of a rule, as SQLite gives it. */
export type RuleRow = Pick<
  Rule,
  | 'id'
  | 'kind'
  | 'title'
  | 'path'
  | 'level'
  | 'status'
  | 'product'
  | 'category'
  | 'service'
  | 'collection'
  | 'sourceId'
  | 'author'
  | 'description'
  | 'date'
  | 'modified'
  | 'proof'
  | 'tags'
  | 'references'
  | 'firstSyncId'
  | 'changedSyncId'
> & { readonly inFeed: 0 | 1; readonly changedAt: string; readonly hypothesis: string | null };

export type QueryRow = Pick<
  Translation,
  'ruleId' | 'target' | 'outcome' | 'table' | 'tables' | 'costLevel' | 'alternatives'
>;

export type TechniqueRow = Pick<
  Technique,
  'id' | 'name' | 'parentId' | 'tactics' | 'platforms' | 'successorId' | 'knownGroups'
> &
  Pick<Technique, 'knownSoftware'> & { readonly revoked: 0 | 1 };

/** The rows of one state of the catalog. */
export interface IndexRows {
  rules(): AsyncIterable<RuleRow>;
  queries(): AsyncIterable<QueryRow>;
  ruleTechniques(): AsyncIterable<{ readonly ruleId: string; readonly techniqueId: string }>;
  ruleTactics(): AsyncIterable<{ readonly ruleId: string; readonly shortName: string }>;
  techniques(): AsyncIterable<TechniqueRow>;
}

const RULES = `
  SELECT r."id", "kind", "title", "path", "level", "status", "product", "category", "service",
    "collection", "inFeed", "sourceId", "author", "description", "date", "modified", "proof", "tags",
    "references", "changedAt", "firstSyncId", "changedSyncId", e."hypothesis"
  FROM "Rule" r LEFT JOIN "Enrichment" e ON e."ruleId" = r."id" WHERE "removedAt" IS NULL`;
const QUERIES = `
  SELECT "ruleId", "target", "outcome", "table", "tables", "costLevel", "alternatives"
  FROM "Translation"`;
const TECHNIQUES = `
  SELECT "id", "name", "parentId", "tactics", "platforms", "successorId", "knownGroups",
    "knownSoftware", "revoked"
  FROM "Technique" ORDER BY "id"`;

/** How many rows are read before somebody else has a turn. */
const AT_A_TIME = 2000;
const BUSY_TIMEOUT_MS = 30_000;

/**
 * Gives `use` the rows of one state of the catalog, whatever a sync writes meanwhile. They come one by one over a
 * connection of their own, so that a server answers between them.
 */
export async function withIndexRows<Result>(
  catalog: Catalog,
  use: (rows: IndexRows) => Promise<Result>,
): Promise<Result> {
  const [main] = await catalog.$queryRaw<{ file: string }[]>`
    SELECT "file" FROM pragma_database_list WHERE "name" = 'main'`;
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS };
  const database = new Database(main?.file ?? '', options);
  try {
    database.exec('BEGIN');
    async function* all<Row>(sql: string): AsyncGenerator<Row> {
      let read = 0;
      for (const row of database.prepare(sql).iterate()) {
        yield row as Row;
        if (++read % AT_A_TIME === 0) await setImmediate();
      }
    }
    return await use({
      rules: () => all(RULES),
      queries: () => all(QUERIES),
      ruleTechniques: () => all('SELECT "ruleId", "techniqueId" FROM "RuleTechnique"'),
      ruleTactics: () => all('SELECT "ruleId", "shortName" FROM "RuleTactic"'),
      techniques: () => all(TECHNIQUES),
    });
  } finally {
    database.close();
  }
}
