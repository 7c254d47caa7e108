import { parseArgs } from 'node:util';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { readEnvironment } from '@/lib/env';
import { createMcpServer } from '@/lib/mcp/server';
import { ownUrlOf } from '@/lib/web/listening';
import { messageOf, UsageError } from './arguments';
import { runCatalogCommand } from './end-command';

const HELP = `npm run --silent mcp

Serves the catalog to one program by the Model Context Protocol, on stdin and stdout, until stdin ends. Programs start
it themselves: README.md has the configuration. A server that runs (npm start) serves the same at /mcp.
The catalog is only read.

  --help             print this help

Environment variables:
  DATABASE_URL       the catalog: file:PATH or postgresql://… (default: file:./data/catalog.db)
  PUBLIC_URL         the beginning of the links in answers (default: the address that npm start serves on)

Exit codes:
  0  stdin ended
  2  the command is used wrongly
`;

const EXIT = { ok: 0, defect: 1, usage: 2, catalog: 5 } as const;

async function main(): Promise<number> {
  if (readArguments().help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const environment = readEnvironment(process.env);
  const caller = { client: 'stdio', origin: environment.publicUrl ?? ownUrlOf(environment) };
  const ended = new Promise<number>((resolve) => {
    process.stdin.once('close', () => resolve(EXIT.ok));
    process.stdin.once('end', () => resolve(EXIT.ok));
  });
  serveStdio(() => createMcpServer(caller), {
    onerror: (error) => process.stderr.write(`${error.message}\n`),
  });
  return ended;
}

function readArguments() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

runCatalogCommand(main, EXIT);
