import Link from 'next/link';
import { CopyQuery } from '@/components/feed/copy-query';
import { ruleHref } from '@/components/feed/query-address';
import { Level } from '@/components/ui/level';
import { StrangerText } from '@/components/ui/stranger-text';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { selectionHref } from '@/lib/catalog/selection';
import { shownQuery } from '@/lib/catalog/shown-query';
import { plainLine } from '@/lib/text/plain-text';
import { RemoveRule } from './remove-rule';

/** The selected rules as a table, each with the way to take it out. */
export function SelectedRules({
  rules,
  names,
}: {
  rules: readonly IndexedRule[];
  /** What the address calls them, in the same order. */
  names: readonly string[];
}) {
  return (
    <table className="table selected-rules">
      <thead>
        <tr>
          <th scope="col">Level</th>
          <th scope="col">Rule</th>
          <th scope="col">Table</th>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, at) => {
          const query = shownQuery(rule, NO_FILTER);
          return (
            <tr key={rule.id}>
              <td>
                <Level level={rule.level} />
              </td>
              <td className="min-w-0">
                <Link href={ruleHref(rule.id, query, NO_FILTER)} prefetch={false}>
                  <StrangerText text={rule.title} kind="title" />
                </Link>
              </td>
              <td className="font-mono text-xs">{query?.table ?? 'no query'}</td>
              <td>
                <span className="flex justify-end gap-1">
                  <CopyQuery rule={rule} query={query} />
                  <RemoveRule
                    id={rule.id}
                    title={plainLine(rule.title, 'title')}
                    href={selectionHref(names.toSpliced(at, 1))}
                  />
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
