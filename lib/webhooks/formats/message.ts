import type { Digest } from '@/lib/catalog/stored/webhook-digest';
import type { Receiver, Webhook } from '../webhook-file';
import { genericMessage } from './generic';
import { signedHeaders } from './sign';
import { slackMessage } from './slack';
import { teamsMessage } from './teams';

const WRITERS: Readonly<Record<Receiver, typeof slackMessage>> = {
  slack: slackMessage,
  teams: teamsMessage,
  generic: genericMessage,
};

/** What is posted to a receiver. */
export interface Message {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A digest as its receiver takes it, signed if it has a secret. `id` is the same in each attempt. */
export function messageFor(
  { id: webhookId, to, secret }: Webhook,
  digest: Digest,
  { id, origin, sentAt }: { id: string; origin: string; sentAt: Date },
): Message {
  const body = JSON.stringify(WRITERS[to](webhookId, digest, origin));
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Watchfloor',
      ...(secret && signedHeaders(id, sentAt, body, secret)),
    },
  };
}
