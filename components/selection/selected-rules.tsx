import { CopyQuery } from '@/components/feed/copy-query';
import { ruleHref } from '@/components/feed/query-address';
import { Level } from '@/components/ui/level';
import { StrangerText } from '@/components/ui/stranger-text';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { shownQuery } from '@/lib/catalog/shown-query';
import { plainLine } from '@/lib/text/plain-text';
import { RemoveRule } from './remove-rule';

const TAKE_OUT = 'take-out';

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
    <>
      <form id={TAKE_OUT} action="/selection">
        <input type="hidden" name="rules" value={names.join(',')} />
      </form>
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
                  <a href={ruleHref(rule.id, query, NO_FILTER)}>
                    <StrangerText text={rule.title} kind="title" />
                  </a>
                </td>
                <td className="font-mono text-xs">{query?.table ?? 'no query'}</td>
                <td>
                  <span className="flex justify-end gap-1">
                    <CopyQuery rule={rule} query={query} />
                    <RemoveRule
                      id={rule.id}
                      title={plainLine(rule.title, 'title')}
                      name={names[at] ?? rule.id}
                      form={TAKE_OUT}
                    />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
