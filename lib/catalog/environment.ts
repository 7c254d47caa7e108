import { type TableConnector, tableConnector } from '@/lib/log-sources';
import { countTables, type OwnTables } from '@/lib/own-tables/own-tables';
import { nearest } from '@/lib/sigma/nearest';
import { type EnvironmentReport, environmentReport, type Unlock } from './environment-report';
import { getRuleIndex } from './get-rule-index';
import { resolveOwnTables } from './resolve-values';
import type { RuleIndex } from './rule-index';
import { defenderTablesQuery, SENTINEL_TABLES_QUERY, SENTINEL_UNION_QUERY } from './table-queries';

/** What a person needs to give the tables. */
export interface EnvironmentForm {
  /** Names that some rule needs. */
  readonly needed: readonly string[];
  readonly queries: {
    readonly sentinel: string;
    /** For a workspace in which one may not read Usage. */
    readonly sentinelUnion: string;
    readonly defender: string;
  };
}

export interface Environment extends Omit<EnvironmentReport, 'unlocks'> {
  readonly unlocks: readonly (Unlock & { readonly connector: TableConnector | null })[];
  /** As the catalog spells them. */
  readonly own: OwnTables;
  /** How many different tables those are. */
  readonly tables: number;
  /** Names that no rule needs, each with the name that was perhaps meant. */
  readonly unknown: readonly { readonly name: string; readonly near: string | null }[];
  readonly parsers: readonly ParserTables[];
}

/** An ASIM parser that rules use, with the tables that it reads for them. */
export interface ParserTables {
  readonly parser: string;
  readonly has: readonly string[];
  readonly lacks: readonly string[];
}

/** The names that rules need, and the queries that list one's own. */
export async function getEnvironmentForm(): Promise<EnvironmentForm> {
  const { rules, neededTables } = await getRuleIndex();
  const defender = new Set(
    rules.flatMap(({ queries }) =>
      queries.flatMap(({ target, tables }) => (target === 'defender-xdr' ? tables : [])),
    ),
  );
  return {
    needed: neededTables,
    queries: {
      sentinel: SENTINEL_TABLES_QUERY,
      sentinelUnion: SENTINEL_UNION_QUERY,
      defender: defenderTablesQuery([...defender].sort()),
    },
  };
}

/** What runs with one's own tables. */
export async function getEnvironment(asked: OwnTables): Promise<Environment> {
  const index = await getRuleIndex();
  const { known, unknown } = resolveOwnTables(index, asked);
  const missing = index.neededTables.filter(
    (table) => !known.sentinel.includes(table) && !known.defender.includes(table),
  );
  const report = environmentReport(index.rules, known);
  return {
    ...report,
    unlocks: report.unlocks.map((unlock) => ({
      ...unlock,
      connector: tableConnector(unlock.service, unlock.table),
    })),
    own: known,
    tables: countTables(known),
    // A name that differs by more than a slip of the hand is another table.
    unknown: unknown.map((name) => ({ name, near: nearest(name, missing, 2) })),
    parsers: parsersOf(index, known),
  };
}

function parsersOf({ rules }: RuleIndex, { sentinel }: OwnTables): readonly ParserTables[] {
  const sources = new Map<string, Set<string>>();
  for (const [parser, ...tables] of rules.flatMap(({ queries }) =>
    queries.flatMap(({ target, needs }) => (target === 'sentinel-asim' ? needs : [])),
  )) {
    if (!parser?.startsWith('_Im_')) continue;
    const known = sources.get(parser) ?? new Set<string>();
    sources.set(parser, known);
    for (const table of tables) known.add(table);
  }
  return [...sources]
    .map(([parser, tables]) => ({
      parser,
      has: [...tables].filter((table) => sentinel.includes(table)).sort(),
      lacks: [...tables].filter((table) => !sentinel.includes(table)).sort(),
    }))
    .sort((a, b) => (a.parser < b.parser ? -1 : 1));
}
