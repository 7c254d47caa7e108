import type { Catalog } from '@/lib/catalog/client';
import { StoredValueError } from '@/lib/catalog/stored/column';
import { type Digest, webhookDigest } from '@/lib/catalog/stored/webhook-digest';
import { messageFor } from './formats/message';
import { type Posted, type PostOptions, post } from './post';
import type { Webhook } from './webhook-file';

/** How long after each failed attempt the next one is due: 20 hours in all. */
const DELAYS_MS = [5, 30, 300, 1800, 7200, 18_000, 43_200].map((seconds) => seconds * 1000);
/** A receiver's own wish counts up to this. */
const LONGEST_WISH_MS = 12 * 3600_000;
/** Longer than an attempt takes. A process that ends during one leaves the delivery to others after that. */
const CLAIM_MS = 60_000;

export interface DeliverOptions {
  /** The beginning of the links in messages. */
  readonly origin: string;
  readonly clock?: () => Date;
  readonly post?: Pick<PostOptions, 'resolve' | 'timeoutMs'>;
}

/** What became of an attempt. */
export interface Attempt extends Posted {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly attempts: number;
  /** Null if there is none. */
  readonly nextAttemptAt: Date | null;
}

/**
 * Makes one attempt at each delivery that is due: to each receiver one after the other, to several at once. Several processes may do
 * it at the same time. A delivery to a webhook that the operator has taken out is dropped.
 */
export async function deliverDue(
  catalog: Catalog,
  webhooks: readonly Webhook[],
  options: DeliverOptions,
): Promise<readonly Attempt[]> {
  const now = options.clock ?? (() => new Date());
  await dropOrphans(catalog, webhooks);
  const attempts = await Promise.all(
    webhooks.map(async (webhook) => {
      const due = await catalog.webhookDelivery.findMany({
        where: { webhookId: webhook.id, state: 'waiting', nextAttemptAt: { lte: now() } },
        orderBy: { createdAt: 'asc' },
        select: { id: true },
      });
      const made: Attempt[] = [];
      for (const { id } of due) {
        const attempt = await attemptOne(catalog, webhook, id, { ...options, clock: now });
        if (attempt) made.push(attempt);
      }
      return made;
    }),
  );
  return attempts.flat();
}

/** When the next attempt at any delivery is due; null if all are made. */
export async function nextAttemptAt(catalog: Catalog): Promise<Date | null> {
  const next = await catalog.webhookDelivery.findFirst({
    where: { state: 'waiting' },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  });
  return next?.nextAttemptAt ?? null;
}

async function dropOrphans(catalog: Catalog, webhooks: readonly Webhook[]): Promise<void> {
  await catalog.webhookDelivery.updateMany({
    where: { state: 'waiting', webhookId: { notIn: webhooks.map(({ id }) => id) } },
    data: { state: 'dropped', nextAttemptAt: null, lastError: 'The webhook was taken out.' },
  });
}

/** One attempt, if no other process makes it. */
async function attemptOne(
  catalog: Catalog,
  webhook: Webhook,
  id: string,
  { origin, clock, post: how }: DeliverOptions & { clock: () => Date },
): Promise<Attempt | null> {
  const sentAt = clock();
  const { count } = await catalog.webhookDelivery.updateMany({
    where: {
      id,
      state: 'waiting',
      OR: [{ claimedUntil: null }, { claimedUntil: { lt: sentAt } }],
    },
    data: { claimedUntil: new Date(sentAt.getTime() + CLAIM_MS) },
  });
  if (count === 0) return null;
  const delivery = await catalog.webhookDelivery.findUniqueOrThrow({ where: { id } });
  const digest = readDigest(delivery);
  const posted = digest
    ? await post(webhook.url, messageFor(webhook, digest, { id, origin, sentAt }), {
        ...how,
        allowPrivate: webhook.isPrivate,
      })
    : UNREADABLE;
  const attempts = delivery.attempts + 1;
  const next = nextAfter(posted, attempts, clock());
  await catalog.webhookDelivery.update({
    where: { id },
    data: {
      state: posted.isDelivered ? 'delivered' : next ? 'waiting' : 'given-up',
      attempts,
      nextAttemptAt: next,
      claimedUntil: null,
      lastAttemptAt: sentAt,
      lastStatus: posted.status,
      lastError: posted.error,
    },
  });
  return { ...posted, webhookId: webhook.id, deliveryId: id, attempts, nextAttemptAt: next };
}

const UNREADABLE: Posted = {
  isDelivered: false,
  status: null,
  error: 'the stored digest cannot be read',
  retryAfter: null,
  isFinal: true,
};

function readDigest({ id, digest }: { id: string; digest: string }): Digest | null {
  try {
    return webhookDigest.read(digest, id);
  } catch (error) {
    if (!(error instanceof StoredValueError)) throw error;
    console.error(error.message);
    return null;
  }
}

function nextAfter(
  { isDelivered, isFinal, retryAfter }: Posted,
  attempts: number,
  now: Date,
): Date | null {
  const delay = DELAYS_MS[attempts - 1];
  if (isDelivered || isFinal || delay === undefined) return null;
  return new Date(now.getTime() + Math.max(delay, Math.min(retryAfter ?? 0, LONGEST_WISH_MS)));
}

/** What became of an attempt, in a line that names nothing of the address. */
export function lineOf(attempt: Attempt): string {
  const { webhookId, isDelivered, status, error, attempts, nextAttemptAt } = attempt;
  if (isDelivered) return `webhook ${webhookId}: delivered (${status})`;
  const next = nextAttemptAt ? `the next attempt is at ${nextAttemptAt.toISOString()}` : 'given up';
  return `webhook ${webhookId}: attempt ${attempts} failed, ${error}; ${next}`;
}
