import Link from 'next/link';
import { SelectBox } from '@/components/selection/select-box';
import { Chip } from '@/components/ui/chip';
import { Level } from '@/components/ui/level';
import { ProofBadge, type ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import { WithCode } from '@/components/ui/with-code';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery, IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';
import { shownQuery } from '@/lib/catalog/shown-query';
import { plainLine } from '@/lib/text/plain-text';
import { CopyQuery } from './copy-query';
import { hypothesisFor } from './hypothesis-for';
import { ruleHref } from './query-address';

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
  return (
    <li className={`row row-${rule.level ?? 'none'}`} data-row="">
      <div className="row-level">
        <SelectBox id={rule.id} title={plainLine(rule.title, 'title')} />
        <Level level={rule.level} />
      </div>
      <div className="row-body">
        <h3 className="row-title">
          <Link href={href} prefetch={false} data-row-link="">
            <StrangerText text={rule.title} kind="title" />
          </Link>
          {rule.change ? <span className="mark">{rule.change}</span> : null}
          {rule.collectionInFeed ? null : (
            <span className="mark mark-old">
              <StrangerText text={rule.collection} kind="word" />
            </span>
          )}
        </h3>
        <p className="row-text">
          <WithCode text={hypothesisFor(rule.hypothesis, rule.tables, query?.table)} />
        </p>
        <RowMeta rule={rule} query={query} hrefOf={hrefOf} index={index} />
      </div>
      <div className="row-side">
        <ProofBadge
          proof={query?.outcome === 'approximate' ? 'approximate' : rule.proof}
          meanings={meanings}
          href={`${href}#evidence`}
        />
        <CopyQuery rule={rule} query={query} />
      </div>
    </li>
  );
}

/** Techniques and table, each a filter, then author and date. */
function RowMeta({
  rule,
  query,
  hrefOf,
  index,
}: {
  rule: IndexedRule;
  query: IndexedQuery | null;
  hrefOf: FilterHref;
  index: RuleIndex;
}) {
  const more = rule.techniques.length - MAX_TECHNIQUES;
  const source = index.sources.get(rule.source);
  return (
    <div className="row-meta">
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
      {query?.table ? (
        <Chip mono href={hrefOf({ table: [...query.tables] })}>
          {query.table}
        </Chip>
      ) : null}
      {source && index.sources.size > 1 ? (
        <Chip href={hrefOf({ source: [source.id] })} title={TRUST.get(source.trust)}>
          <StrangerText text={source.name} kind="word" />
        </Chip>
      ) : null}
      <span className="row-author">
        <StrangerText text={rule.author ?? 'author not stated'} kind="author" />
      </span>
      <span className="text-faint">
        <Time at={rule.changedAt} />
      </span>
    </div>
  );
}
