import { OutcomeLegend } from '@/components/feed/outcome-legend';
import { RuleList } from '@/components/feed/rule-list';
import type { OutcomeMeanings } from '@/components/rule/outcome';
import { SelectBest } from '@/components/selection/select-best';
import { countOf } from '@/components/ui/count';
import type { ProofMeanings } from '@/components/ui/proof';
import { Section } from '@/components/ui/section';
import { bestRules } from '@/lib/catalog/best-rules';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import { selectionHref, selectionNames } from '@/lib/catalog/selection';
import type { TechniqueView } from '@/lib/catalog/technique';

const SHOWN_RULES = 10;

/** The technique's newest rules, with a link to all of them in the feed. */
export function TechniqueRules({
  technique: { id, rules, allRules, index, subs },
  filter,
  carried,
  inFeed,
  meanings,
  outcomes,
}: {
  technique: TechniqueView;
  filter: FeedFilter;
  /** The filter that the rows' links carry. */
  carried: FeedFilter;
  /** The address of all its rules in the feed. */
  inFeed: string;
  meanings: ProofMeanings;
  outcomes: OutcomeMeanings;
}) {
  const title = countOf(rules.length, 'rule');
  const best = bestRules(rules);
  if (rules.length === 0) {
    return (
      <Section id="rules" title={title}>
        <p className="text-muted">
          {allRules > 0
            ? `None of the ${countOf(allRules, 'rule')} for ${id} runs with your tables.`
            : `No rule in the feed names ${id}${subs.length > 0 ? ' or one of its sub-techniques' : ''}.`}
        </p>
      </Section>
    );
  }
  return (
    <Section
      id="rules"
      title={title}
      actions={
        <span className="flex flex-wrap items-baseline gap-x-4">
          {best.length > 0 ? (
            <SelectBest
              ids={best.map((rule) => rule.id)}
              href={selectionHref(selectionNames(best, index))}
            />
          ) : null}
          <a href={inFeed} className="text-sm">
            Open in the feed
          </a>
          <OutcomeLegend meanings={outcomes} />
        </span>
      }
    >
      <RuleList
        label={`Rules for ${id}`}
        rules={rules.slice(0, SHOWN_RULES).map((rule) => ({
          ...rule,
          techniques: rule.techniques.filter((each) => each !== id),
        }))}
        filter={filter}
        hrefOf={(change) => feedHref(carried, change)}
        index={index}
        meanings={meanings}
      />
      {rules.length > SHOWN_RULES ? (
        <p className="mt-3 text-sm">
          Showing the newest {SHOWN_RULES}.{' '}
          <a href={inFeed}>Show all {countOf(rules.length, 'rule')}</a>
        </p>
      ) : null}
    </Section>
  );
}
