import { parseArgs } from 'node:util';
import type { Digest } from '@/lib/catalog/stored/webhook-digest';
import { readEnvironment } from '@/lib/env';
import { ownUrlOf } from '@/lib/web/listening';
import { messageFor } from '@/lib/webhooks/formats/message';
import { post } from '@/lib/webhooks/post';
import { readWebhooks, type Webhook, WebhookFileError } from '@/lib/webhooks/webhook-file';
import { messageOf, UsageError } from './arguments';
import { runCatalogCommand } from './end-command';

const HELP = `npm run --silent webhooks -- [--only ID]…

Checks the file that WEBHOOKS names, and posts a digest to each receiver that says it is a test, with one example of a
rule. Says of each what came of it. The catalog is not read, and the test is not in the log of deliveries.

  --only ID          only this webhook, or several
  --help             print this help

Environment variables:
  WEBHOOKS           YAML file of receivers
  PUBLIC_URL         the beginning of the links in messages (default: the address that npm start serves on)

Exit codes:
  0  every receiver took the test
  1  unexpected error: a bug in Watchfloor
  2  an argument, an environment variable or the file is not valid
  3  a receiver did not take it
`;

const EXIT = { ok: 0, defect: 1, usage: 2, failed: 3, catalog: 5 } as const;

async function main(): Promise<number> {
  const { help, only } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const environment = readEnvironment(process.env);
  const origin = environment.publicUrl ?? ownUrlOf(environment);
  const webhooks = chosen(environment.webhookFile, only);
  const results = await Promise.all(
    webhooks.map(async (webhook) => {
      const sentAt = new Date();
      const id = `msg_test_${sentAt.getTime()}`;
      const message = messageFor(webhook, testDigest(sentAt), { id, origin, sentAt });
      const posted = await post(webhook.url, message, { allowPrivate: webhook.isPrivate });
      process.stdout.write(
        `${webhook.id} (${webhook.to}): ${posted.isDelivered ? `delivered (${posted.status})` : `failed, ${posted.error}`}\n`,
      );
      return posted.isDelivered;
    }),
  );
  return results.every(Boolean) ? EXIT.ok : EXIT.failed;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function chosen(file: string | null, only: readonly string[]): readonly Webhook[] {
  if (file === null) throw new UsageError('WEBHOOKS is not set. It names the file of receivers');
  const webhooks = readFile(file);
  const unknown = only.find((id) => !webhooks.some((one) => one.id === id));
  if (unknown !== undefined) {
    const ids = webhooks.map(({ id }) => id).join(', ');
    throw new UsageError(`There is no webhook ${unknown}. Use one of: ${ids}`);
  }
  return webhooks.filter(({ id }) => only.length === 0 || only.includes(id));
}

function readFile(file: string): readonly Webhook[] {
  try {
    return readWebhooks(file);
  } catch (error) {
    throw error instanceof WebhookFileError ? new UsageError(error.message) : error;
  }
}

function testDigest(now: Date): Digest {
  return {
    syncId: 0,
    syncedAt: now.toISOString(),
    feed: '/',
    counts: { new: 1 },
    total: 1,
    items: [
      {
        id: '00000000-0000-4000-8000-000000000000',
        event: 'new',
        note: 'This is a test, and there is no such rule.',
        title: 'Test of a webhook',
        level: 'informational',
        techniques: [],
        author: 'Watchfloor',
        licence: { name: 'MIT', url: null },
        source: null,
      },
    ],
  };
}

runCatalogCommand(main, EXIT);
