import Link from 'next/link';
import { Chip } from '@/components/ui/chip';
import { ExternalLink } from '@/components/ui/external-link';
import { Level } from '@/components/ui/level';
import { ProofBadge, type ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { RuleDetail } from '@/lib/catalog/rule';
import { BackToFeed } from './back-to-feed';
import { Credit } from './credit';
import { type QueryChoice, shownProof } from './query-choice';

const KIND = new Map(
  Object.entries<string>({
    detection: 'Sigma rule',
    correlation: 'Sigma correlation',
    filter: 'Sigma filter',
  }),
);

const RETIRED = {
  deprecated:
    'The authors have retired this rule. Use the rules that replace it, where the related rules name any.',
  unsupported:
    'The authors keep this rule aside because Sigma cannot express it in full. Treat its query as a hunt, not as an alert.',
} as const;

/** Links back, the title, what kind of rule it is, and what to check before you use it. */
export function RuleHeader({
  rule,
  choice,
  now,
  meanings,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  now: Date;
  meanings: ProofMeanings;
}) {
  return (
    <header className="pb-4">
      <nav aria-label="Back" className="mb-2 flex gap-4 text-sm">
        <BackToFeed />
        <Link href={coverageHref(rule)} prefetch={false}>
          Coverage
        </Link>
      </nav>
      <h1 className="max-w-4xl text-balance font-semibold text-2xl">
        <StrangerText text={rule.title} kind="title" />
      </h1>
      <Credit rule={rule} />
      <Labels rule={rule} choice={choice} meanings={meanings} />
      <Notes rule={rule} now={now} />
    </header>
  );
}

/** Kind, level, source, proof, techniques and table as chips. */
function Labels({
  rule,
  choice,
  meanings,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  meanings: ProofMeanings;
}) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1.5">
      <Chip>{KIND.get(rule.kind) ?? rule.kind}</Chip>
      <span className="chip">
        <Level level={rule.level} />
      </span>
      <Chip href={`/?source=${encodeURIComponent(rule.sourceId)}`}>
        <StrangerText text={rule.sourceName} kind="path" />
      </Chip>
      {rule.trust === 'own' ? <Chip>Your own rule</Chip> : null}
      <span className="chip">
        <ProofBadge
          proof={shownProof(rule, choice)}
          meanings={meanings}
          href="#evidence"
          side="left"
        />
      </span>
      {rule.techniques.map(({ id, name }) => (
        <Chip key={id} href={`/techniques/${id}`}>
          <span className="font-mono text-2xs">{id}</span> {name}
        </Chip>
      ))}
      {choice?.variant.kql && choice.variant.table ? (
        <Chip mono href={`/?table=${encodeURIComponent(choice.variant.table)}`}>
          {choice.variant.table}
        </Chip>
      ) : null}
    </div>
  );
}

/** What to check before you use the rule, and whether it is still current. */
function Notes({ rule, now }: { rule: RuleDetail; now: Date }) {
  return (
    <>
      <p className="note note-info mt-3 max-w-4xl text-sm">
        Validate this rule in your workspace before you use it in production. Watchfloor translates
        and enriches it. If they differ,{' '}
        {rule.upstreamUrl ? (
          <ExternalLink href={rule.upstreamUrl}>the original on GitHub</ExternalLink>
        ) : (
          <a href="#source">the original</a>
        )}{' '}
        takes precedence. Retrieved <Time at={rule.retrievedAt} now={now} />
        {rule.enrichment ? (
          <>
            {' '}
            · confidence <a href="#confidence">{rule.enrichment.confidence}</a>
          </>
        ) : null}
      </p>
      {rule.removedAt ? (
        <p className="note note-warning mt-2 max-w-4xl text-sm">
          The source removed this rule <Time at={rule.removedAt} now={now} />.
        </p>
      ) : null}
      {rule.status === 'deprecated' || rule.status === 'unsupported' ? (
        <p className="note note-warning mt-2 max-w-4xl text-sm">{RETIRED[rule.status]}</p>
      ) : null}
      {rule.inFeed ? null : (
        <p className="note note-warning mt-2 max-w-4xl text-sm">
          This rule belongs to the collection{' '}
          <code>
            <StrangerText text={rule.collection} kind="word" />
          </code>
          . The feed shows it only if you select that collection.
        </p>
      )}
    </>
  );
}

function coverageHref(rule: RuleDetail): string {
  return rule.techniques.length > 0
    ? `/coverage?rule=${encodeURIComponent(rule.id)}#marked`
    : '/coverage';
}
