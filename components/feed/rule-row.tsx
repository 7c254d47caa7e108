import { SelectBox } from '@/components/selection/select-box';
import { Chip } from '@/components/ui/chip';
import { Level } from '@/components/ui/level';
import { ProofBadge, type ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import { WithCode } from '@/components/ui/with-code';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';
import { shownQuery } from '@/lib/catalog/shown-query';
import { plainLine } from '@/lib/text/plain-text';
import { CopyQuery } from './copy-query';
import { hypothesisFor } from './hypothesis-for';
import { ruleHref } from './query-address';
import { TargetOutcomes } from './target-outcomes';

export type FilterHref = (change: Partial<FeedFilter>) => string;

const MAX_TECHNIQUES = 4;

const TRUST: ReadonlyMap<string, string> = new Map([
  ['reviewed', 'A collection whose rules are reviewed'],
  ['community', 'A collection of the community'],
  ['own', 'Your own rules'],
]);

export function RuleRow({
  rule,
  filter,
  hrefOf,
  index,
  meanings,
}: {
  rule: IndexedRule;
  filter: FeedFilter;
  /** The address of the list with a filter changed. */
  hrefOf: FilterHref;
  index: RuleIndex;
  meanings: ProofMeanings;
}) {
  const query = shownQuery(rule, filter);
  const href = ruleHref(rule.id, query, filter);
  const more = rule.techniques.length - MAX_TECHNIQUES;
  const source = index.sources.get(rule.source);
  return (
    <li className="row" data-row="" data-first={rule.firstSyncId} data-changed={rule.changedSyncId}>
      <SelectBox id={rule.id} title={plainLine(rule.title, 'title')} />
      <Level level={rule.level} />
      <h3 className="row-title">
        <a href={href} data-row-link="">
          <StrangerText text={rule.title} kind="title" />
        </a>
        {rule.change ? <span className="mark mark-change">{rule.change}</span> : null}
        {rule.collectionInFeed ? null : (
          <span className="mark mark-old">
            <StrangerText text={rule.collection} kind="word" />
          </span>
        )}
      </h3>
      <span className="row-proof">
        <ProofBadge
          proof={query?.outcome === 'approximate' ? 'approximate' : rule.proof}
          meanings={meanings}
          href={`${href}#evidence`}
        />
      </span>
      <p className="row-text">
        <WithCode text={hypothesisFor(rule.hypothesis, rule.tables, query?.table)} />
      </p>
      <span className="row-technique" data-others={rule.techniques.length - 1}>
        {rule.techniques.slice(0, MAX_TECHNIQUES).map((id) => (
          <Chip
            key={id}
            mono
            href={hrefOf({ technique: [id] })}
            title={index.techniques.get(id)?.name}
          >
            {id}
          </Chip>
        ))}
        {more > 0 ? <span className="num text-faint">+{more}</span> : null}
      </span>
      <span className="row-table">
        {query?.table ? (
          <Chip mono href={hrefOf({ table: [...query.tables] })}>
            {query.table}
          </Chip>
        ) : null}
      </span>
      <TargetOutcomes queries={rule.queries} />
      {source && index.sources.size > 1 ? (
        <span className="row-source">
          <Chip href={hrefOf({ source: [source.id] })} title={TRUST.get(source.trust)}>
            <StrangerText text={source.name} kind="word" />
          </Chip>
        </span>
      ) : null}
      <span className="row-credit">
        <span
          className="row-author"
          title={rule.author === null ? undefined : plainLine(rule.author, 'author')}
        >
          <StrangerText text={rule.author ?? 'author not stated'} kind="author" />
        </span>
        <span className="row-changed">
          <Time at={rule.changedAt} />
        </span>
      </span>
      <span className="row-copy">
        <CopyQuery rule={rule} query={query} />
      </span>
    </li>
  );
}
