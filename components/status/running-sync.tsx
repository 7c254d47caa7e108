import { formatCount } from '@/components/ui/count';
import { Time } from '@/components/ui/time';
import type { RunningSync as Running } from '@/lib/catalog/status';

/** The sync that runs now, and whether it is stuck. */
export function RunningSync({ running }: { running: Running }) {
  const { pid, phase, done, total, startedAt, progressAt, stuck } = running;
  return (
    <p className={`note mb-3 ${stuck ? 'note-warning' : ''}`}>
      A sync is running: process {pid}, started <Time at={startedAt} exact />, in phase {phase}
      {done !== null && total !== null ? `, ${formatCount(done)} of ${formatCount(total)}` : ''}.
      {stuck ? (
        <>
          {' '}
          It made its last progress <Time at={progressAt} exact />. The next sync ends it and takes
          over.
        </>
      ) : null}
    </p>
  );
}
