import { ExternalLink } from '@/components/ui/external-link';
import { Section } from '@/components/ui/section';
import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import { formatTime } from '@/components/ui/time';
import type { RuleDetail } from '@/lib/catalog/rule';
import { CompareLink } from './compare-link';

/** The file behind the page: where it is, and when it was retrieved. */
export function OriginalSource({ rule }: { rule: RuleDetail }) {
  return (
    <Section inner id="source" title="Original source">
      <p className="prose">
        {rule.upstreamUrl ? (
          <ExternalLink href={rule.upstreamUrl}>
            View original rule at <StrangerText text={rule.sourceName} kind="word" />
          </ExternalLink>
        ) : (
          <>
            <StrangerText text={rule.source} kind="path" />:{' '}
            <code>
              <StrangerText text={rule.path} kind="path" breaks />
            </code>
          </>
        )}
      </p>
      <p className="mt-1 text-muted text-sm">
        Retrieved {formatTime(rule.retrievedAt)}
        {rule.commit ? (
          <>
            {' '}
            at commit <code className="text-xs">{rule.commit.slice(0, 12)}</code>
          </>
        ) : null}
        , first seen {formatTime(rule.firstSeenAt)}.
      </p>
      {rule.alsoIn.length > 0 ? (
        <ul className="mt-2 text-sm">
          {rule.alsoIn.map(({ name, path, same, url }) => (
            <li key={name}>
              Also at <StrangerText text={name} kind="word" />
              {same ? '' : ', in another version'}:{' '}
              {url ? (
                <StrangerLink text={url} />
              ) : (
                <code>
                  <StrangerText text={path} kind="path" breaks />
                </code>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <SameLogic ruleId={rule.id} rules={rule.sameLogic} />
    </Section>
  );
}

/** Rules with other metadata that look for the same. */
function SameLogic({ ruleId, rules }: { ruleId: string; rules: RuleDetail['sameLogic'] }) {
  if (rules.length === 0) return null;
  return (
    <div className="mt-2 text-sm">
      <p>The same log source and tests, with other metadata:</p>
      <ul>
        {rules.map(({ id, title, sourceName }) => (
          <li key={id}>
            <a href={`/rules/${encodeURIComponent(id)}`}>
              <StrangerText text={title} kind="title" />
            </a>{' '}
            <span className="text-muted">
              <StrangerText text={sourceName} kind="word" />
            </span>{' '}
            <CompareLink ruleId={ruleId} other={{ id, title }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
