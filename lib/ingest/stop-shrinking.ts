import { EXIT, SyncFailure } from './failure';
import type { FailedSource } from './inputs';
import type { Plan, StoredRule } from './plan';
import { printable } from './source/collect';
import { isInFeed } from './source/layout';

/** A sync stops if it would lose more than this share of the catalog, and more than this number. */
const LIMIT = { share: 0.1, number: 20 } as const;
const SHOWN_PATHS = 10;

/** The source of the catalog's rules, and the source of this sync. */
export interface Sources {
  readonly former: string | null;
  readonly next: string;
}

/**
 * Throws a SyncFailure if the plan removes too many of the stored rules, or takes them out of the feed.
 * Starter rules do not count: they come with Watchfloor, and the first real source replaces them.
 */
export function stopShrinkingCatalog(plan: Plan, stored: readonly StoredRule[], sources: Sources) {
  const message = shrinkage(plan, stored, 'the catalog’s');
  if (message === null) return;
  const { former, next } = sources;
  const advice =
    former !== null && former !== next
      ? `The catalog mirrors its sources, so ${next} would replace ${former}. To have both, name both: SYNC_SOURCE takes a list.`
      : 'Check that the source is complete.';
  throw new SyncFailure(message, `${advice} ${ALLOW} The catalog is unchanged.`, EXIT.removals);
}

/** Why one of several sources is not synced: it would lose too many of its stored rules. Null if it may be. */
export function shrinkingOf(
  plan: Plan,
  stored: readonly StoredRule[],
  label: string,
): FailedSource['error'] | null {
  const message = shrinkage(plan, stored, `${label}’s`);
  if (message === null) return null;
  return {
    message,
    next: `Check that the source is complete. ${ALLOW} Its rules stay as they are.`,
  };
}

/** What the plan does to the stored rules, if it is too much. */
function shrinkage(plan: Plan, stored: readonly StoredRule[], whose: string): string | null {
  const present = new Set(stored.flatMap(({ id, removed }) => (removed ? [] : id)));
  const removed = plan.removed.filter(
    ({ id, collection }) => collection !== 'starter' && present.has(id),
  );
  const retired = plan.rules.flatMap(({ stored: former, read }) =>
    former && present.has(former.id) && isInFeed(former.collection) && !isInFeed(read.collection)
      ? [former]
      : [],
  );
  const lost = [...removed, ...retired];
  if (!isTooMuch(lost.length, present.size)) return null;
  const effects = [
    removed.length > 0 && `remove ${removed.length}`,
    retired.length > 0 && `deprecate ${retired.length}`,
  ].filter(Boolean);
  return `The sync would ${effects.join(' and ')} of ${whose} ${present.size} rules (${percent(lost.length, present.size)}): ${pathsOf(lost)}`;
}

/** Throws a SyncFailure if this version of ATT&CK lacks too many of the catalog's techniques. */
export function stopShrinkingAttack(label: string, techniques: number, stored: number): void {
  const lost = stored - techniques;
  if (!isTooMuch(lost, stored)) return;
  throw new SyncFailure(
    `The ATT&CK data of ${label} has ${techniques} techniques. The catalog has ${stored}, so the sync would remove ${lost} (${percent(lost, stored)})`,
    `Check that the bundle is complete. ${ALLOW} The catalog is unchanged.`,
    EXIT.removals,
  );
}

function isTooMuch(lost: number, total: number): boolean {
  return lost > LIMIT.number && lost > total * LIMIT.share;
}

const ALLOW =
  'If this is what you want, sync once with --accept-removals: npm run ingest -- --accept-removals (plus any --source and --attack you use).';

function percent(part: number, total: number): string {
  return `${((100 * part) / total).toFixed(1)} %`;
}

function pathsOf(rules: readonly StoredRule[]): string {
  const paths = rules.map(({ path }) => printable(path)).sort();
  const more = paths.length - SHOWN_PATHS;
  const shown = paths.slice(0, SHOWN_PATHS).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
