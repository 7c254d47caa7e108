import { Refusal } from '@/lib/catalog/file/refusal';
import { UsageError } from './arguments';
import { backup } from './catalog/backup';
import { bundle } from './catalog/bundle';
import { check } from './catalog/check';
import { compact } from './catalog/compact';
import { load } from './catalog/load';
import { restore } from './catalog/restore';
import { EXIT, Locked, type Subcommand } from './catalog/subcommand';
import { runCatalogCommand } from './end-command';

const COMMANDS: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({ backup, restore, check, compact, bundle, load }),
);

const HELP = `npm run --silent catalog -- COMMAND

What an operator does with the catalog's file.

${[...COMMANDS.values()].map(({ help }) => help).join('')}  --help              print this help

Environment variables:
  DATABASE_URL        the catalog file (default: file:./data/catalog.db)
  BUNDLE_PUBLIC_KEY_FILE
                      the public key of Ed25519 (PEM) of whoever makes the bundles

Exit codes:
  ${EXIT.ok}  done; check: all is well
  ${EXIT.defect}  unexpected error: a bug in Watchfloor
  ${EXIT.usage}  an argument or environment variable is not valid
  ${EXIT.refused}  refused, and nothing was changed; check: it is damaged
  ${EXIT.locked}  a sync is running
  ${EXIT.catalog}  the catalog cannot be used
`;

async function main(): Promise<number> {
  const [name = '--help', ...args] = process.argv.slice(2);
  if (name === '--help' || args.includes('--help')) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    throw new UsageError(`Unknown command ${name}. Use one of: ${[...COMMANDS.keys()].join(', ')}`);
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`error: ${error.message}.\n${error.next}\n`);
    return error instanceof Locked ? EXIT.locked : EXIT.refused;
  }
}

runCatalogCommand(main, EXIT);
