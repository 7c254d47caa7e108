import type { SyncRunSummary } from '@/lib/catalog/status';

/** How long a run took from its start to its end. */
export function secondsOf({ startedAt, finishedAt }: SyncRunSummary): number {
  return (finishedAt.getTime() - startedAt.getTime()) / 1000;
}
