import { formatCount } from '@/components/ui/count';
import { ScrollBox } from '@/components/ui/scroll-box';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import { changesHref } from '@/lib/catalog/changes/kinds';
import type { SyncRunSummary } from '@/lib/catalog/status';
import { secondsOf } from './seconds-of';

const CHANGES = ['new', 'changed', 'renamed', 'removed', 'restored'] as const;

/** The most recent syncs, newest first. */
export function Runs({ runs }: { runs: readonly SyncRunSummary[] }) {
  return (
    <ScrollBox label="Table of syncs">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Result</th>
            <th scope="col">Source</th>
            <th scope="col">Commit</th>
            <th scope="col">Changes</th>
            <th scope="col" className="num">
              Seconds
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td className="whitespace-nowrap">
                <Time at={run.finishedAt} exact />
              </td>
              <td className={run.outcome === 'failed' ? 'text-bad' : undefined}>
                {run.outcome}
                {run.error ? (
                  <p className="text-xs">
                    <StrangerText text={run.error} kind="sentence" />
                  </p>
                ) : null}
              </td>
              <td className="min-w-48">
                <StrangerText text={run.source} kind="path" breaks />
              </td>
              <td>
                <code className="text-xs">{run.commit?.slice(0, 9) ?? ''}</code>
              </td>
              <td>
                <Changes run={run} />
              </td>
              <td className="num">{secondsOf(run).toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** How many rules a run changed, with a link to what it changed. */
function Changes({ run: { id, summary } }: { run: SyncRunSummary }) {
  const text = CHANGES.filter((change) => (summary.changes?.[change] ?? 0) > 0)
    .map((change) => `${formatCount(summary.changes?.[change] ?? 0)} ${change}`)
    .join(', ');
  if (text === '') return null;
  return <a href={changesHref(id)}>{text}</a>;
}
