import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Catalog } from './client';
import type { Rule, RuleTactic, RuleTechnique, Technique, Translation } from './generated/client';

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

type RuleTechniqueRow = Pick<RuleTechnique, 'ruleId' | 'techniqueId'>;
type RuleTacticRow = Pick<RuleTactic, 'ruleId' | 'shortName'>;

/** The rows of one state of the catalog, some at a time. */
export interface IndexRows {
  rules(): AsyncIterable<readonly RuleRow[]>;
  queries(): AsyncIterable<readonly QueryRow[]>;
  ruleTechniques(): AsyncIterable<readonly RuleTechniqueRow[]>;
  ruleTactics(): AsyncIterable<readonly RuleTacticRow[]>;
  techniques(): AsyncIterable<readonly TechniqueRow[]>;
}

// The first sentence of a hypothesis is on its own line; the description stands in where there is none.
const RULES = `
  SELECT r."id", "kind", "title", "path", "level", "status", "product", "category", "service",
    "collection", "inFeed", "sourceId", "author", "date", "modified", "proof", "tags", "references",
    "changedAt", "firstSyncId", "changedSyncId",
    CASE WHEN e."hypothesis" IS NULL THEN "description" ELSE '' END AS "description",
    substr(e."hypothesis", 1, instr(e."hypothesis" || char(10), char(10)) - 1) AS "hypothesis"
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
 * Gives `use` the rows of one state of the catalog, whatever a sync writes meanwhile. They come over a
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
    async function* all<Row>(sql: string): AsyncGenerator<readonly Row[]> {
      let some: Row[] = [];
      for (const row of database.prepare(sql).iterate()) {
        some.push(row as Row);
        if (some.length < AT_A_TIME) continue;
        yield some;
        some = [];
        await setImmediate();
      }
      yield some;
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
