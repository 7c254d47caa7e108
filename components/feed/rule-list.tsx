import type { ProofMeanings } from '@/components/ui/proof';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';
import { type FilterHref, RuleRow } from './rule-row';

/** Rules as rows, in the order given. */
export function RuleList({
  label,
  rules,
  filter,
  hrefOf,
  index,
  meanings,
}: {
  label: string;
  rules: readonly IndexedRule[];
  filter: FeedFilter;
  /** The address of the list with a filter changed. */
  hrefOf: FilterHref;
  index: RuleIndex;
  meanings: ProofMeanings;
}) {
  return (
    <ol aria-label={label} className="rows" data-sync={index.syncId}>
      {rules.map((rule) => (
        <RuleRow
          key={rule.id}
          rule={rule}
          filter={filter}
          hrefOf={hrefOf}
          index={index}
          meanings={meanings}
        />
      ))}
    </ol>
  );
}
