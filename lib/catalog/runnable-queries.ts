import type { OwnTables } from '@/lib/own-tables/own-tables';
import { NO_FILTER } from './feed-filter';
import { getRuleIndex } from './get-rule-index';
import { runsWith } from './query-tests';
import { resolveOwnTables } from './resolve-values';
import type { IndexedQuery } from './rule-index';
import { shownQuery } from './shown-query';

/** Which queries of a rule run with one's own tables. */
export interface RunnableQueries {
  readonly runs: readonly IndexedQuery[];
  readonly others: readonly IndexedQuery[];
  /** The one that lists show. Null if none runs. */
  readonly shown: IndexedQuery | null;
}

/** Sorts a rule's queries by what one's own tables are enough for. Null for a rule that is in no list. */
export async function getRunnableQueries(
  ruleId: string,
  own: OwnTables,
): Promise<RunnableQueries | null> {
  const index = await getRuleIndex();
  const rule = index.byId.get(ruleId);
  if (!rule) return null;
  const env = resolveOwnTables(index, own).known;
  const runs = runsWith(env);
  return {
    runs: rule.queries.filter(runs),
    others: rule.queries.filter((query) => !runs(query)),
    shown: shownQuery(rule, { ...NO_FILTER, env }),
  };
}
