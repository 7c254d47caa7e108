import Link from 'next/link';
import { choiceHref, type QueryChoice } from '@/lib/catalog/query-choice';
import type { IndexedQuery } from '@/lib/catalog/rule-index';
import type { RunnableQueries } from '@/lib/catalog/runnable-queries';
import { TARGET_NAME } from '@/lib/target';

/** Whether the query that the page shows runs with one's own tables, and if not, which one does. */
export function RunsHere({
  ruleId,
  runnable,
  choice,
}: {
  ruleId: string;
  /** Null without a choice of tables, and for a rule that is in no list. */
  runnable: RunnableQueries | null;
  choice: QueryChoice | null;
}) {
  if (!runnable) return null;
  const { runs, others, shown } = runnable;
  if (!shown) return <>No query of this rule runs with these tables{lackOf(others)}</>;
  const isShown = (query: IndexedQuery) =>
    query.target === choice?.translation.target && query.table === choice.variant.table;
  if (runs.some(isShown)) return <>The query below runs with these tables</>;
  return (
    <>
      The query below does not run with these tables.{' '}
      <Link
        href={choiceHref(ruleId, shown.target, shown.primary ? null : shown.table)}
        prefetch={false}
      >
        The one on {shown.table ?? TARGET_NAME[shown.target]} for {TARGET_NAME[shown.target]} does
      </Link>
    </>
  );
}

const SHOWN = 4;

/**
 * `: it needs SecurityEvent, or Event, or DeviceProcessEvents and DeviceInfo`. The tables that an ASIM parser
 * reads stand in for it only if no query names them.
 */
function lackOf(queries: readonly IndexedQuery[]): string {
  const direct = queries.filter(({ target }) => target !== 'sentinel-asim');
  const lists = new Set(
    direct.length > 0
      ? direct.map(({ tables }) => tables.join(' and '))
      : queries.flatMap(({ needs }) => needs.flatMap(([, ...sources]) => sources)),
  );
  if (lists.size === 0) return '';
  const more = lists.size > SHOWN ? ', or others' : '';
  return `: it needs ${[...lists].slice(0, SHOWN).join(', or ')}${more}`;
}
