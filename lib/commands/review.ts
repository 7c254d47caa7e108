import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { textsToReview, textToReview } from '@/lib/catalog/texts-to-review';
import { readEnvironment } from '@/lib/env';
import { messageOf, UsageError } from './arguments';
import { auditCommand } from './audit-command';
import { runCatalogCommand } from './end-command';
import { reviewServer } from './review/review-server';
import { writeReview } from './review/write-review';

const HELP = `npm run review -- [--port N] [--by NAME]

Serves a page on this machine, at 127.0.0.1 only, with the texts that a language model wrote (npm run enrich)
and that nobody has decided on, each beside the text that is written by fixed rules. Accept or reject them
with the buttons, or with the keys a and r; j and k go to the next and the previous one. A verdict becomes a
file in content/reviews, which outlives the catalog; delete it to undo. Ctrl+C ends the page.

  --port N     the port (default: 3100; 0 for any that is free)
  --by NAME    who decides, for the files
  --help       print this help

Environment variables:
  DATABASE_URL       the catalog: file:PATH or postgresql://… (default: file:./data/catalog.db)
  PUBLIC_URL, PORT   where the catalog is served, for links to rules

Exit codes:
  0  ended by you
  1  unexpected error: a bug in Watchfloor
  2  an argument is not valid, or the port is taken
  5  the catalog cannot be read
`;

const EXIT = { ok: 0, defect: 1, usage: 2, catalog: 5 } as const;
/** Texts on the page at a time. */
const SHOWN = 50;

async function main(): Promise<number> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const by = values.by?.trim() || null;
  const environment = readEnvironment(process.env);
  const { publicUrl, port } = environment;
  const waiting = await textsToReview(SHOWN);
  const server = reviewServer({
    catalogUrl: publicUrl ?? `http://127.0.0.1:${port}`,
    list: () => textsToReview(SHOWN),
    find: textToReview,
    decide(text, verdict, note) {
      const file = writeReview(text, { verdict, by, note, at: new Date() });
      auditCommand(environment, 'review', { rule: text.ruleId, verdict, reviewer: by });
      process.stderr.write(`${verdict}: ${path.relative(process.cwd(), file)}\n`);
    },
    onError: (error) => process.stderr.write(`error: ${messageOf(error)}\n`),
  });
  await listen(server, readPort(values.port));
  const { port: own } = server.address() as AddressInfo;
  const count = waiting.length === SHOWN ? `${SHOWN} or more` : String(waiting.length);
  process.stderr.write(`${count} texts wait for a verdict: http://127.0.0.1:${own}/\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  server.closeAllConnections();
  server.close();
  return EXIT.ok;
}

function listen(server: ReturnType<typeof reviewServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new UsageError(`Port ${port} is taken. Use --port 0 for any that is free`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '3100' },
        by: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--port must be a port number; it is "${text}"`);
}

runCatalogCommand(main, EXIT);
