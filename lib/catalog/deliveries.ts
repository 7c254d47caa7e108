import { getCatalog } from './client';
import { readOr } from './stored/column';
import { DIGEST_EVENTS, type DigestEvent, webhookDigest } from './stored/webhook-digest';

/** A digest for one webhook, and what became of it. */
export interface Delivery {
  readonly id: string;
  /** As the operator calls it; its address is not known here. */
  readonly webhookId: string;
  readonly syncId: number;
  readonly createdAt: Date;
  /** waiting | delivered | given-up | dropped */
  readonly state: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  /** In the order in which digests name them; empty if the digest cannot be read. */
  readonly counts: readonly { readonly event: DigestEvent; readonly count: number }[];
}

const SHOWN = 30;

/** The latest deliveries, newest first. */
export async function listDeliveries(): Promise<readonly Delivery[]> {
  const rows = await getCatalog().webhookDelivery.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
  });
  return rows.map(({ digest, claimedUntil: _, ...row }) => {
    const counts = readOr({}, () => webhookDigest.read(digest, row.id).counts);
    return {
      ...row,
      counts: DIGEST_EVENTS.flatMap((event) => {
        const count = counts[event] ?? 0;
        return count > 0 ? [{ event, count }] : [];
      }),
    };
  });
}
