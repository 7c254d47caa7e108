import { ExternalLink } from '@/components/ui/external-link';
import type { ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { BackToFeed } from './back-to-feed';
import { Credit } from './credit';
import { Decision } from './decision';
import type { OutcomeMeanings } from './outcome';

/** What a rule is that is no single detection. */
const KIND = new Map([
  ['correlation', 'Sigma correlation'],
  ['filter', 'Sigma filter'],
]);

const RETIRED = {
  deprecated:
    'The authors have retired this rule. Use the rules that replace it, where the related rules name any.',
  unsupported:
    'The authors keep this rule aside because Sigma cannot express it in full. Treat its query as a hunt, not as an alert.',
} as const;

/** Links back, the title, what decides whether to use the rule, what it is about, and what to check before. */
export function RuleHeader({
  rule,
  choice,
  meanings,
  outcomes,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  meanings: ProofMeanings;
  outcomes: OutcomeMeanings;
}) {
  return (
    <header className="pb-4">
      <nav aria-label="Back" className="mb-2 flex gap-4 text-sm">
        <BackToFeed />
        <a href={coverageHref(rule)}>Coverage</a>
      </nav>
      <h1 className="max-w-4xl text-balance font-semibold text-2xl">
        <StrangerText text={rule.title} kind="title" />
      </h1>
      <Credit rule={rule} />
      <Decision rule={rule} choice={choice} meanings={meanings} outcomes={outcomes} />
      <Labels rule={rule} />
      <Notes rule={rule} />
    </header>
  );
}

/** What the rule is about: links to everything that is about the same. */
function Labels({ rule }: { rule: RuleDetail }) {
  const kind = KIND.get(rule.kind);
  return (
    <p className="labels mt-2">
      {kind ? <span>{kind}</span> : null}
      {rule.techniques.map(({ id, name }) => (
        <a key={id} href={`/techniques/${id}`}>
          <span className="font-mono text-2xs">{id}</span> {name}
        </a>
      ))}
      <a href={`/?source=${encodeURIComponent(rule.sourceId)}`}>
        <StrangerText text={rule.sourceName} kind="path" />
      </a>
      {rule.trust === 'own' ? <span>Your own rule</span> : null}
    </p>
  );
}

/** What decides whether the rule is still of use, then what to check before you use it. */
function Notes({ rule }: { rule: RuleDetail }) {
  const isRetired = rule.status === 'deprecated' || rule.status === 'unsupported';
  return (
    <div className="mt-3 max-w-4xl space-y-2 text-sm">
      {rule.removedAt ? (
        <p className="note note-warning">
          The source removed this rule <Time at={rule.removedAt} />.
        </p>
      ) : null}
      {isRetired || !rule.inFeed ? (
        <p className="note note-warning">
          {isRetired ? `${RETIRED[rule.status]} ` : null}
          {rule.inFeed ? null : (
            <>
              {isRetired ? 'It' : 'This rule'} belongs to the collection{' '}
              <code className="literal">
                <StrangerText text={rule.collection} kind="word" />
              </code>
              . The feed shows it only if you select that collection.
            </>
          )}
        </p>
      ) : null}
      <p className="note note-info">
        Validate this rule in your workspace before you use it in production. Watchfloor translates
        and enriches it. If they differ,{' '}
        {rule.upstreamUrl ? (
          <ExternalLink href={rule.upstreamUrl}>the original on GitHub</ExternalLink>
        ) : (
          <a href="#source">the original</a>
        )}{' '}
        takes precedence. Retrieved <Time at={rule.retrievedAt} />.
      </p>
    </div>
  );
}

function coverageHref(rule: RuleDetail): string {
  return rule.techniques.length > 0
    ? `/coverage?rule=${encodeURIComponent(rule.id)}#marked`
    : '/coverage';
}
