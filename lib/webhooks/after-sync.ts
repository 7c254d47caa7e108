import { setTimeout as pause } from 'node:timers/promises';
import { getCatalog } from '@/lib/catalog/client';
import { type DeliverOptions, deliverDue, lineOf, nextAttemptAt } from './deliver';
import { recordDigests } from './record-digests';
import type { Webhook } from './webhook-file';

/** How long a process goes on after its sync to repeat what failed. The rest is left to the next one. */
const PATIENCE_MS = 45_000;

/**
 * Tells the receivers what a sync changed: stores the digests, and makes the attempts that are due, for a short while
 * also those that become due. `say` gets a line for each attempt and for each mistake in a filter.
 */
export async function tellWebhooks(
  webhooks: readonly Webhook[],
  say: (line: string) => void,
  options: DeliverOptions,
): Promise<void> {
  const started = Date.now();
  for (const note of await recordDigests(webhooks, new Date())) say(note);
  for (;;) {
    for (const attempt of await deliverDue(getCatalog(), webhooks, options)) say(lineOf(attempt));
    const next = await nextAttemptAt(getCatalog());
    if (next === null) return;
    const at = Math.max(next.getTime(), Date.now() + 1000);
    if (at - started > PATIENCE_MS) return;
    await pause(at - Date.now());
  }
}
