import { createHmac } from 'node:crypto';

/**
 * The headers by which a receiver knows who sent a message and when, as Standard Webhooks has them
 * (https://www.standardwebhooks.com, 2026-11-29).
 */
export function signedHeaders(
  id: string,
  sentAt: Date,
  body: string,
  secret: Buffer,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signature = createHmac('sha256', secret)
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
