import { CopyButton } from '@/components/ui/copy-button';
import type { IndexedQuery, IndexedRule } from '@/lib/catalog/rule-index';
import { plainLine } from '@/lib/text/plain-text';
import { queryHref } from './query-address';

/** Copies the query that a list shows for a rule, with its attribution. Nothing without a query. */
export function CopyQuery({
  rule: { id, title },
  query,
}: {
  rule: Pick<IndexedRule, 'id' | 'title'>;
  query: IndexedQuery | null;
}) {
  if (query === null) return null;
  return (
    <CopyButton
      compact
      kind="kql"
      label="Copy KQL"
      about={`of ${plainLine(title, 'title')}`}
      href={queryHref(id, query)}
    />
  );
}
