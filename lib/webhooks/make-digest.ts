import { feedHref } from '@/lib/catalog/feed-filter';
import type { IndexedRule, RuleIndex } from '@/lib/catalog/rule-index';
import { DIGEST_EVENTS, type Digest } from '@/lib/catalog/stored/webhook-digest';
import { LEVELS } from '@/lib/sigma/types';
import type { RuleEvent } from './compare-states';
import type { Webhook } from './webhook-file';

/** The rules that a digest names. A message to people names fewer. */
const MAX_ITEMS = 100;

/** What is told of a rule besides its event. */
export type RuleFacts = Omit<Digest['items'][number], 'id' | 'event' | 'note'>;

/** A digest, and the events of the rules that it names, whose facts are still to be read. */
export interface DraftDigest extends Omit<Digest, 'items'> {
  readonly named: readonly RuleEvent[];
}

/** The events that a webhook wants, with the gravest rules first. Null if it wants none of them. */
export function draftDigest(
  { events, filter }: Pick<Webhook, 'events' | 'filter'>,
  all: readonly RuleEvent[],
  { syncId, syncedAt, byId }: Pick<RuleIndex, 'syncId' | 'syncedAt' | 'byId'>,
): DraftDigest | null {
  const wanted = all.filter(({ event }) => events.includes(event));
  if (wanted.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { event } of wanted) counts.set(event, (counts.get(event) ?? 0) + 1);
  const rank = ({ id, event }: RuleEvent) =>
    DIGEST_EVENTS.indexOf(event) * LEVELS.length - grave(byId.get(id));
  return {
    syncId,
    syncedAt: syncedAt.toISOString(),
    feed: feedHref(filter, { sort: 'changed' }),
    counts: Object.fromEntries(counts),
    total: wanted.length,
    named: wanted.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_ITEMS),
  };
}

function grave(rule: IndexedRule | undefined): number {
  return LEVELS.indexOf(rule?.level as (typeof LEVELS)[number]);
}

/** The digest with what is told of each rule. Rules of which nothing is known are left out. */
export function finishDigest(
  { named, ...digest }: DraftDigest,
  factsOf: ReadonlyMap<string, RuleFacts>,
): Digest {
  return {
    ...digest,
    items: named.flatMap(({ id, event, note }) => {
      const facts = factsOf.get(id);
      return facts ? [{ id, event, note, ...facts }] : [];
    }),
  };
}
