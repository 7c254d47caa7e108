import { z } from 'zod';
import { column } from './column';
import { strings } from './schemas';

/**
 * What became of a rule as a filter sees it, in the order in which digests name them. `new` and `removed` mean that the
 * filter finds it, or does not find it any more; `changed` is a change that is both wider and narrower, or undecided.
 */
export const DIGEST_EVENTS = [
  'new',
  'wider',
  'changed',
  'narrower',
  'removed',
  'text-only',
] as const;
export type DigestEvent = (typeof DIGEST_EVENTS)[number];

/** A rule that a digest names. Its texts are a stranger's. */
export interface DigestItem {
  readonly id: string;
  readonly event: DigestEvent;
  /** What the event alone does not say, in a sentence. */
  readonly note: string | null;
  readonly title: string;
  readonly level: string | null;
  readonly techniques: readonly string[];
  readonly author: string | null;
  readonly licence: { readonly name: string; readonly url: string | null };
  /** The rule's own address. */
  readonly source: string | null;
}

/** What a webhook tells of what syncs changed. */
export interface Digest {
  /** The last sync that it is about. */
  readonly syncId: number;
  readonly syncedAt: string;
  /** The address of the filtered feed below the site's root. */
  readonly feed: string;
  /** Event → rules. Events without a rule are left out. */
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  /** The most important ones. */
  readonly items: readonly DigestItem[];
}

export const webhookDigest = column<Digest>()(
  'WebhookDelivery.digest',
  z.object({
    syncId: z.number(),
    syncedAt: z.string(),
    feed: z.string(),
    counts: z.record(z.string(), z.number()),
    total: z.number(),
    items: z.array(
      z.object({
        id: z.string(),
        event: z.enum(DIGEST_EVENTS),
        note: z.string().nullable(),
        title: z.string(),
        level: z.string().nullable(),
        techniques: strings,
        author: z.string().nullable(),
        licence: z.object({ name: z.string(), url: z.string().nullable() }),
        source: z.string().nullable(),
      }),
    ),
  }),
);

/** The ids of the rules that a webhook's filter found. */
export const webhookRuleIds = column<readonly string[]>()('WebhookState.ruleIds', strings);
