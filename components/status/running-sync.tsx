import { Time } from '@/components/ui/time';
import type { RunningSync as Running } from '@/lib/catalog/status';

/** The sync that runs now, and whether it is stuck. */
export function RunningSync({ running, now }: { running: Running; now: Date }) {
  const { pid, phase, startedAt, progressAt, stuck } = running;
  return (
    <p className={`note mb-3 ${stuck ? 'note-warning' : ''}`}>
      A sync is running: process {pid}, started <Time at={startedAt} now={now} />, in phase {phase}.
      {stuck ? (
        <>
          {' '}
          It made its last progress <Time at={progressAt} now={now} />. The next sync ends it and
          takes over.
        </>
      ) : null}
    </p>
  );
}
