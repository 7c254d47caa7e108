import type { Rule, RuleTactic, RuleTechnique, Technique, Translation } from '../generated/client';

/** What the index has of a rule, as both databases give it: numbers for yes and no, and times as texts. */
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
  | 'source'
  | 'sourceId'
  | 'commit'
  | 'license'
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

/** The columns of the rows, by what is made of each in one of the databases. */
export interface IndexColumns {
  /** A yes or no, as 1 or 0. */
  readonly flag: (column: string) => string;
  /** A time, as a text that JavaScript reads. */
  readonly time: (column: string) => string;
  /** The first line of a text. */
  readonly firstLine: (column: string) => string;
}

/** The statements that give the rows. */
function indexStatements({ flag, time, firstLine }: IndexColumns) {
  return {
    // The first sentence of a hypothesis is on its own line; the description stands in where there is none.
    rules: `
      SELECT r."id", "kind", "title", "path", "level", "status", "product", "category", "service",
        "collection", ${flag('"inFeed"')} AS "inFeed", "source", "sourceId", "commit",
        "license", "author", "date", "modified", "proof", "tags", "references", ${time('"changedAt"')} AS "changedAt", "firstSyncId", "changedSyncId",
        CASE WHEN e."hypothesis" IS NULL THEN "description" ELSE '' END AS "description",
        ${firstLine('e."hypothesis"')} AS "hypothesis"
      FROM "Rule" r LEFT JOIN "Enrichment" e ON e."ruleId" = r."id" WHERE "removedAt" IS NULL`,
    queries: `
      SELECT "ruleId", "target", "outcome", "table", "tables", "costLevel", "alternatives"
      FROM "Translation"`,
    ruleTechniques: 'SELECT "ruleId", "techniqueId" FROM "RuleTechnique"',
    ruleTactics: 'SELECT "ruleId", "shortName" FROM "RuleTactic"',
    techniques: `
      SELECT "id", "name", "parentId", "tactics", "platforms", "successorId", "knownGroups",
        "knownSoftware", ${flag('"revoked"')} AS "revoked"
      FROM "Technique" ORDER BY "id"`,
  };
}

/** The rows of the statements, which `all` runs. */
export function indexRows(
  columns: IndexColumns,
  all: <Row>(sql: string) => AsyncIterable<readonly Row[]>,
): IndexRows {
  const sql = indexStatements(columns);
  return {
    rules: () => all<RuleRow>(sql.rules),
    queries: () => all<QueryRow>(sql.queries),
    ruleTechniques: () => all<RuleTechniqueRow>(sql.ruleTechniques),
    ruleTactics: () => all<RuleTacticRow>(sql.ruleTactics),
    techniques: () => all<TechniqueRow>(sql.techniques),
  };
}

/** How many rows are read before somebody else has a turn. */
export const ROWS_AT_A_TIME = 2000;
