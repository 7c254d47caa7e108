import { Section } from '@/components/ui/section';
import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import { formatTime } from '@/components/ui/time';
import type { RuleDetail } from '@/lib/catalog/rule';

/** The file behind the page: where it is, and when it was retrieved. */
export function OriginalSource({ rule }: { rule: RuleDetail }) {
  return (
    <Section id="source" title="Original source">
      <p className="prose">
        {rule.upstreamUrl ? (
          <StrangerLink text={rule.upstreamUrl} />
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
    </Section>
  );
}
