import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { CatalogStatus } from '@/lib/catalog/status';

/** Whether all is well, in one line: how the last sync ended, when, and how many issues there are. */
export function LastRun({ status: { runs, issueCounts } }: { status: CatalogStatus }) {
  const [run] = runs;
  if (!run) return null;
  const failed = run.outcome === 'failed';
  const issues = issueCounts.reduce((sum, { count }) => sum + count, 0);
  return (
    <p className="dots mb-3">
      <a href="#syncs" className={failed ? 'text-bad' : 'text-good'}>
        <Icon name={failed ? 'cross' : 'done'} /> {`Last sync ${run.outcome}`}
      </a>
      <Time at={run.finishedAt} exact />
      <a href="#issues">{issues === 0 ? 'No issues' : countOf(issues, 'issue')}</a>
    </p>
  );
}
