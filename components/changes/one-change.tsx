import { Diff } from '@/components/rule/diff';
import { type OutcomeMeanings, OutcomeName } from '@/components/rule/outcome';
import { ExternalLink } from '@/components/ui/external-link';
import { Level } from '@/components/ui/level';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { OneChange, VersionText } from '@/lib/catalog/changes/one-change';
import type { DiffHunk } from '@/lib/catalog/line-diff';
import { TARGET_NAME, type Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate/types';
import { KIND_MEANING, KindName } from './meaning';
import { ShowingEvents } from './showing-event';
import { WordsDiff } from './words-diff';

/** A target's queries of both versions. */
export interface ChangedQuery {
  readonly target: Target;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Null if either version has no query. */
  readonly hunks: readonly DiffHunk[] | null;
}

const ALL_LINES = 400;

/** A change of a rule: what it means and what shows it, then the rule in words, its Sigma and its queries. */
export function OneChangeView({
  change,
  queries,
  href,
  meanings,
}: {
  change: OneChange;
  /** Null if the translator had no time for them. */
  queries: readonly ChangedQuery[] | null;
  /** The page's own address. */
  href: string;
  meanings: OutcomeMeanings;
}) {
  return (
    <>
      <Heading change={change} />
      <Section id="meaning" title="What it means">
        <Meaning change={change} />
      </Section>
      <Section id="words" title="In words">
        <Words words={change.words} />
      </Section>
      <Section id="sigma" title="Sigma">
        <Paths before={change.before} after={change.after} />
        <Diff hunks={change.sigma} />
      </Section>
      {queries === null ? (
        <Section id="kql" title="KQL">
          <p className="note note-info">
            The translator is busy, so the queries are not compared. <a href={href}>Try again</a>
          </p>
        </Section>
      ) : null}
      {queries?.map((query) => (
        <Section
          key={query.target}
          id={query.target}
          title={`KQL for ${TARGET_NAME[query.target]}`}
        >
          <Query query={query} meanings={meanings} />
        </Section>
      ))}
    </>
  );
}

function Heading({ change: { ruleId, title, level, seenAt } }: { change: OneChange }) {
  const rule = `/rules/${encodeURIComponent(ruleId)}`;
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl">
        <StrangerText text={title || 'Untitled rule'} kind="title" />
      </h1>
      <p className="dots mb-3 text-muted text-sm">
        <span>
          <Level level={level} />
        </span>
        <span>
          changed <Time at={seenAt} exact />
        </span>
        <a href={rule}>The rule</a>
        <a href={`${rule}/history`}>Its history</a>
      </p>
    </>
  );
}

function Meaning({ change: { judged, parts } }: { change: OneChange }) {
  return (
    <>
      {judged ? (
        <p>
          <KindName kind={judged.meaning} />{' '}
          <span className="text-muted">{KIND_MEANING[judged.meaning]}</span>
        </p>
      ) : (
        <p className="text-muted">
          An older version of Watchfloor made this sync and did not compare the versions.
        </p>
      )}
      {judged ? <ShowingEvents change={judged} /> : null}
      {parts.length > 0 ? (
        <p className="mt-2 text-muted text-sm">Other parts that differ: {parts.join(', ')}.</p>
      ) : null}
    </>
  );
}

function Words({ words }: { words: OneChange['words'] }) {
  if (words === null) {
    return (
      <p className="text-muted">One of the versions has no condition of its own to put in words.</p>
    );
  }
  if (words.length === 0) return <p className="text-muted">The rule in words is the same.</p>;
  return <WordsDiff lines={words} limit={ALL_LINES} />;
}

function Paths({ before, after }: { before: VersionText; after: VersionText }) {
  return (
    <p className="mb-2 text-muted text-sm">
      {before.path === after.path ? null : (
        <>
          <StrangerText text={before.path} kind="path" breaks /> →{' '}
        </>
      )}
      {after.upstreamUrl ? (
        <ExternalLink href={after.upstreamUrl}>
          <StrangerText text={after.path} kind="path" breaks />
        </ExternalLink>
      ) : (
        <StrangerText text={after.path} kind="path" breaks />
      )}
    </p>
  );
}

function Query({
  query: { before, after, hunks },
  meanings,
}: {
  query: ChangedQuery;
  meanings: OutcomeMeanings;
}) {
  return (
    <>
      <p className="mb-2 text-muted text-sm">
        <OutcomeName outcome={before} meaning={meanings[before]} />
        {before === after ? null : (
          <>
            {' '}
            → <OutcomeName outcome={after} meaning={meanings[after]} />
          </>
        )}
      </p>
      {hunks === null ? (
        <p className="text-muted">
          {before === after
            ? 'Neither version has a query of its own.'
            : 'Only one of the versions has a query.'}
        </p>
      ) : hunks.length === 0 ? (
        <p className="text-muted">The query is the same.</p>
      ) : (
        <Diff hunks={hunks} />
      )}
    </>
  );
}
