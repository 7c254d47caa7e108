import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import type { RuleDetail } from '@/lib/catalog/rule';

/** On paper, whose rule it is: author, licence and source, with addresses to type. */
export function Credit({
  rule: { author, licence, sourceName, path, upstreamUrl },
}: {
  rule: Pick<RuleDetail, 'author' | 'licence' | 'sourceName' | 'path' | 'upstreamUrl'>;
}) {
  return (
    <section aria-label="Credit" className="mt-1 hidden text-sm print:block">
      <p>
        Author: <StrangerText text={author ?? 'not stated'} kind="author" />
      </p>
      <p>
        Licence: <StrangerText text={licence.name} kind="licence" />
        {licence.url ? (
          <>
            , <StrangerLink text={licence.url} />
          </>
        ) : null}
      </p>
      <p>
        Source:{' '}
        {upstreamUrl ? (
          <StrangerLink text={upstreamUrl} />
        ) : (
          <StrangerText text={`${sourceName}: ${path}`} kind="path" breaks />
        )}
      </p>
    </section>
  );
}
