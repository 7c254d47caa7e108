import type { DigestEvent } from '@/lib/catalog/stored/webhook-digest';
import type { Meaning } from '@/lib/changes/types';
import { groupBy } from '@/lib/group-by';

/** What syncs have seen of a rule since the last digest. */
export interface SeenChange {
  readonly ruleId: string;
  readonly change: string;
  /** Null if the text did not change, or if an older version of Watchfloor made the sync. */
  readonly meaning: Meaning | null;
}

/** What a digest tells of a rule. */
export interface RuleEvent {
  readonly id: string;
  readonly event: DigestEvent;
  readonly note: string | null;
}

/** The rules that a filter found before and finds now, and what syncs have seen between. */
export interface States {
  readonly before: ReadonlySet<string>;
  readonly now: ReadonlySet<string>;
  readonly seen: readonly SeenChange[];
}

/** What became of each rule of a filter, in no order. */
export function compareStates({ before, now, seen }: States): readonly RuleEvent[] {
  const byRule = groupBy(seen, ({ ruleId }) => ruleId);
  const events: RuleEvent[] = [];
  for (const id of now) {
    const changes = byRule.get(id) ?? [];
    if (!before.has(id)) events.push(arrived(id, changes));
    else if (changes.some(({ change }) => change === 'changed')) events.push(changed(id, changes));
  }
  for (const id of before) {
    if (!now.has(id)) events.push(left(id, byRule.get(id) ?? []));
  }
  return events;
}

function arrived(id: string, changes: readonly SeenChange[]): RuleEvent {
  const isNew = changes.some(({ change }) => change === 'new' || change === 'restored');
  return { id, event: 'new', note: isNew ? null : 'It was there, and fits the filter now.' };
}

function left(id: string, changes: readonly SeenChange[]): RuleEvent {
  const isRemoved = changes.some(({ change }) => change === 'removed');
  const note = isRemoved ? 'Its source has dropped it.' : 'It does not fit the filter any more.';
  return { id, event: 'removed', note };
}

function changed(id: string, changes: readonly SeenChange[]): RuleEvent {
  const meanings = changes
    .filter(({ change }) => change === 'changed')
    .map(({ meaning }) => meaning)
    .filter((meaning) => meaning !== 'text-only');
  const [first] = meanings;
  if (first === undefined) return { id, event: 'text-only', note: null };
  if (meanings.some((meaning) => meaning === null || meaning === 'undecided')) {
    return { id, event: 'changed', note: null };
  }
  if (first !== 'both' && meanings.every((meaning) => meaning === first)) {
    return { id, event: first as DigestEvent, note: null };
  }
  return { id, event: 'changed', note: 'It is wider in one way and narrower in another.' };
}
