import { Section } from '@/components/ui/section';
import { formatTime } from '@/components/ui/time';
import type { RuleDetail } from '@/lib/catalog/rule';

/** The file behind the page: where it is, and when it was retrieved. */
export function OriginalSource({ rule }: { rule: RuleDetail }) {
  return (
    <Section id="source" title="Original source">
      <p className="prose break-all">
        {rule.upstreamUrl ? (
          <a href={rule.upstreamUrl} rel="noreferrer">
            {rule.upstreamUrl}
          </a>
        ) : (
          <>
            {rule.source}: <code>{rule.path}</code>
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
