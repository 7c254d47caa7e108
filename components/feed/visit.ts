/** What a browser remembers of its visits: syncs by their number, and a time in milliseconds. */
export interface Visit {
  /** The sync that the visit before this one saw last. */
  readonly since: number;
  /** The newest sync that this visit has seen. */
  readonly seen: number;
  readonly at: number;
}

/** So long without a page ends a visit. */
const PAUSE_MS = 60 * 60 * 1000;

/**
 * The visit that sees the sync now: the one before goes on, or a new one begins. To a first visit, and to
 * a catalog that was made anew, nothing is new.
 */
export function visitNow(before: Visit | null, sync: number, now: number): Visit {
  if (before === null || before.seen > sync) return { since: sync, seen: sync, at: now };
  const isNew = now - before.at > PAUSE_MS;
  return { since: isNew ? before.seen : before.since, seen: sync, at: now };
}
