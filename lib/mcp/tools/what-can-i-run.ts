import { z } from 'zod';
import { type Environment, getEnvironment, getEnvironmentForm } from '@/lib/catalog/environment';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { printOwnTables } from '@/lib/own-tables/own-tables';
import { firstOf } from '../bounds';
import { defineTool } from '../define-tool';
import { cut, ownTables, tablesOf } from '../inputs';
import { McpRefusal } from '../refusal';
import { requireRules } from '../require-rules';

const MAX_UNLOCKS = 20;
const MAX_TOGETHER = 5;
const MAX_UNKNOWN = 30;

const counted = z.record(z.string(), z.int());

/** Which rules run with somebody's tables, and which tables would add more. */
export const whatCanIRun = defineTool({
  name: 'what_can_i_run',
  title: 'What can I run?',
  description:
    'How many rules run with the tables that somebody has, by target, level and proof, and which one more table would add how many. search_rules with the same tables lists them. Without tables, it says with which queries to find them out.',
  input: { tables: ownTables.optional() },
  output: z.object({
    running: z.int(),
    of: z.int().describe('Rules in the feed.'),
    byTarget: counted,
    byLevel: counted,
    byProof: counted,
    unlocks: z
      .array(
        z.object({
          service: z.enum(['sentinel', 'defender']),
          table: z.string(),
          rules: z.int().describe('That do not run yet, and would with this table alone.'),
          highOrCritical: z.int(),
          newTechniques: z.int(),
          filledBy: z.string().nullable(),
          documentation: z.string().nullable(),
        }),
      )
      .describe('The largest gain first.'),
    together: z.array(
      z.object({ service: z.string(), tables: z.array(z.string()), rules: z.int() }),
    ),
    unknown: z
      .array(z.object({ name: z.string(), perhaps: z.string().nullable() }))
      .describe('Names that no rule needs, each with the one that was perhaps meant.'),
    note: z.string(),
    page: z.string(),
    cut,
  }),
  async answer({ tables }, { origin }) {
    requireRules(await getRuleIndex());
    const own = tablesOf(tables);
    if (!own) throw await noTables();
    const environment = await getEnvironment(own);
    const cut: string[] = [];
    return {
      running: environment.running.length,
      of: environment.total,
      byTarget: Object.fromEntries(environment.byTarget),
      byLevel: countBy(environment.running, ({ level }) => level ?? 'none'),
      byProof: countBy(environment.running, ({ proof }) => proof),
      unlocks: firstOf(environment.unlocks, MAX_UNLOCKS, 'tables that would add rules', cut).map(
        unlockOf,
      ),
      together: firstOf(environment.together, MAX_TOGETHER, 'groups of tables', cut).map((one) => ({
        ...one,
        tables: [...one.tables],
      })),
      unknown: firstOf(environment.unknown, MAX_UNKNOWN, 'unknown names', cut).map(
        ({ name, near }) => ({ name, perhaps: near }),
      ),
      note: 'A rule runs if its tables are there. Whether they take in the events that it looks for is for the asker to check: get_rule says what must be switched on.',
      page: `${origin}/environment?${new URLSearchParams({ env: printOwnTables(environment.own) })}`,
      cut,
    };
  },
});

function unlockOf({
  service,
  table,
  rules,
  grave,
  techniques,
  connector,
}: Environment['unlocks'][number]) {
  return {
    service,
    table,
    rules,
    highOrCritical: grave,
    newTechniques: techniques,
    filledBy: connector?.name ?? null,
    documentation: connector?.source ?? null,
  };
}

function countBy(rules: readonly IndexedRule[], key: (rule: IndexedRule) => string) {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(key(rule), (counts.get(key(rule)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

async function noTables(): Promise<McpRefusal> {
  const { queries } = await getEnvironmentForm();
  return new McpRefusal(
    `Give the tables. In the Logs page of Sentinel this query lists them:\n${queries.sentinel}\nIn advanced hunting of Defender XDR, this one:\n${queries.defender}`,
  );
}
