import Link from 'next/link';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { Diff } from './diff';

/** What your own filters and values change in the query. Nothing for a rule that they leave as it is. */
export function Tuning({ rule, choice }: { rule: RuleDetail; choice: QueryChoice | null }) {
  const { filters } = rule;
  const tuned = choice?.primary ? choice.translation.tuned : null;
  if (filters.length === 0 && !tuned) return null;
  return (
    <Section inner id="tuning" title="Your exclusions">
      {filters.some(({ isOlder }) => isOlder) ? (
        <p className="note note-warning mb-3">
          The rule has changed upstream since you wrote the filter. Check that your exclusions still
          mean what you want.
        </p>
      ) : null}
      {filters.length > 0 ? (
        <p className="mb-2">
          From{' '}
          {filters.map(({ id, title }, at) => (
            <span key={id}>
              {at > 0 ? ', ' : ''}
              <Link href={`/rules/${encodeURIComponent(id)}`} prefetch={false}>
                <StrangerText text={title} kind="title" />
              </Link>
            </span>
          ))}
          .
        </p>
      ) : null}
      {tuned && choice ? (
        <>
          <p className="mb-2 text-muted text-sm">
            The query for {TARGET_NAME[choice.translation.target]}, from what it would be without
            your filters and values:
          </p>
          <Diff hunks={tuned} />
        </>
      ) : (
        <p className="text-muted text-sm">They change nothing in this query.</p>
      )}
    </Section>
  );
}
