import type { ProofMeanings } from '@/components/ui/proof';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';
import { RuleRow } from './rule-row';

/** Rules as rows, in the order given. */
export function RuleList({
  label,
  rules,
  filter,
  index,
  meanings,
}: {
  label: string;
  rules: readonly IndexedRule[];
  filter: FeedFilter;
  index: RuleIndex;
  meanings: ProofMeanings;
}) {
  const now = new Date();
  return (
    <ol aria-label={label}>
      {rules.map((rule) => (
        <RuleRow
          key={rule.id}
          rule={rule}
          filter={filter}
          index={index}
          now={now}
          meanings={meanings}
        />
      ))}
    </ol>
  );
}
