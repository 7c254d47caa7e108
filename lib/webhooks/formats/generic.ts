import type { Digest } from '@/lib/catalog/stored/webhook-digest';
import { plainLine } from '@/lib/text/plain-text';
import { pageOf } from './words';

/** A message of Standard Webhooks: a type, a time and data. */
export function genericMessage(webhookId: string, digest: Digest, origin: string): object {
  const { items, feed, ...facts } = digest;
  return {
    type: 'rules.changed',
    timestamp: digest.syncedAt,
    data: {
      webhook: webhookId,
      ...facts,
      feed: origin + feed,
      leftOut: digest.total - items.length,
      rules: items.map((item) => ({
        ...item,
        title: plainLine(item.title, 'title'),
        author: plainLine(item.author ?? 'not named', 'author'),
        page: pageOf(origin, item.id),
        history: `${pageOf(origin, item.id)}/history`,
      })),
    },
  };
}
