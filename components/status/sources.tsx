import { formatCount } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { ScrollBox } from '@/components/ui/scroll-box';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { StatusSource } from '@/lib/catalog/status';

const TRUST: ReadonlyMap<string, string> = new Map([
  ['reviewed', 'reviewed'],
  ['community', 'community'],
  ['own', 'your own'],
]);

/** A line for each source: its rules, commit and licence, and why it was left out. */
export function Sources({ sources }: { sources: readonly StatusSource[] }) {
  return (
    <ScrollBox label="Table of sources">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" className="num">
              Rules
            </th>
            <th scope="col">Commit</th>
            <th scope="col">Synced</th>
            <th scope="col">Licence</th>
            <th scope="col">Trust</th>
            <th scope="col">In the feed</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.id}>
              <td className="min-w-48">
                <a href={`/?source=${encodeURIComponent(source.id)}`}>
                  <StrangerText text={source.name} kind="word" />
                </a>
                {source.error ? (
                  <p className="text-bad text-xs">
                    Left out: <StrangerText text={source.error} kind="sentence" />{' '}
                    <StrangerText text={source.errorNext ?? ''} kind="sentence" />
                  </p>
                ) : null}
              </td>
              <td className="num">{formatCount(source.rules)}</td>
              <td>
                <code className="text-xs">
                  {source.commitUrl ? (
                    <ExternalLink href={source.commitUrl}>
                      {source.commit?.slice(0, 9)}
                    </ExternalLink>
                  ) : (
                    (source.commit?.slice(0, 9) ?? '')
                  )}
                </code>
              </td>
              <td className="whitespace-nowrap">
                <Time at={source.syncedAt} />
              </td>
              <td className="min-w-40">
                <StrangerText text={source.licence ?? 'not stated'} kind="licence" />
              </td>
              <td>{TRUST.get(source.trust) ?? source.trust}</td>
              <td>{source.inFeed ? 'yes' : 'if selected'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
