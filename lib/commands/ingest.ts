import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hideSecrets } from '@/lib/address';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { EnvironmentError, readEnvironment } from '@/lib/env';
import { EXIT, type ExitCode, SyncFailure } from '@/lib/ingest/failure';
import { MITRE_BUNDLE } from '@/lib/ingest/load-attack';
import { createProgress } from '@/lib/ingest/progress';
import { runSync } from '@/lib/ingest/run';
import { parseSource } from '@/lib/ingest/source';

const HELP = `npm run --silent ingest -- [--source S] [--attack A] [--accept-removals] [--json]

Syncs the catalog once, so that it mirrors the source. Progress goes to stderr.

  --source S   where to read rules from: github:OWNER/NAME[@REF], a directory, a .tar.gz
               file, an https URL of a .tar.gz file, or starter for the bundled rules
               (default: github:SigmaHQ/sigma)
  --attack A   path or URL of an ATT&CK STIX bundle (default: MITRE's,
               ${MITRE_BUNDLE})
  --accept-removals
               sync even if it removes more than 10 % of the catalog's rules or techniques,
               and more than 20
  --json       print one summary object to stdout
  --help       print this help

Environment variables:
  DATABASE_URL                 the catalog file (default: file:./data/catalog.db)
  GITHUB_TOKEN, GITHUB_API_URL access to GitHub
  SYNC_TOKEN                   token for the host of an https source
  SYNC_SOURCE, SYNC_ATTACK     defaults for --source and --attack

Exit codes:
  ${EXIT.ok}    the sync completed, or there was nothing new
  ${EXIT.unexpected}    unexpected error: a bug in Watchfloor
  ${EXIT.usage}    an argument or environment variable is not valid
  ${EXIT.source}    the source could not be read
  ${EXIT.locked}    another sync is running
  ${EXIT.store}    the catalog could not be opened or written
  ${EXIT.removals}    the sync would remove too much; see --accept-removals
  ${EXIT.interrupted}  interrupted
With any code other than ${EXIT.ok}, the catalog is unchanged.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<ExitCode> {
  const { values } = parseArgs({
    options: {
      source: { type: 'string' },
      attack: { type: 'string' },
      'accept-removals': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const environment = readEnvironment(process.env);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const next = 'The catalog is unchanged. You can sync again at any time.';
      interrupted.abort(new SyncFailure(`Stopped by ${signal}`, next, EXIT.interrupted));
    });
  }
  const summary = await runSync({
    databaseFile: environment.databaseFile,
    source: parseSource(values.source ?? environment.syncSource, process.cwd()),
    attack: values.attack ?? environment.syncAttack,
    root: path.resolve(ROOT),
    github: { apiUrl: environment.githubApiUrl, token: environment.githubToken },
    acceptRemovals: values['accept-removals'],
    sourceToken: environment.syncToken,
    progress: createProgress(process.stderr),
    signal: interrupted.signal,
  });
  process.stderr.write(lineOf(summary));
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  return EXIT.ok;
}

function lineOf({ outcome, rules, changes, issues }: Summary): string {
  const total = rules ? `${rules.total} rules, ${rules.inFeed} in the feed` : '';
  if (outcome === 'unchanged') return `Nothing new: ${total}\n`;
  const { new: added, changed, renamed, removed, restored, kept } = changes ?? {};
  return `Done: ${total}; ${added} new, ${changed} changed, ${renamed} renamed, ${removed} removed, ${restored} restored, ${kept} kept; ${issues.errors} errors, ${issues.warnings} warnings\n`;
}

function report(error: unknown): ExitCode {
  if (error instanceof SyncFailure) {
    process.stderr.write(`\nerror: ${error.message}\n${error.next}\n`);
    return error.exitCode;
  }
  if (error instanceof EnvironmentError) {
    process.stderr.write(`\nerror: ${error.message}\n`);
    return EXIT.usage;
  }
  const code = (error as { code?: unknown })?.code;
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${HELP}`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`\nerror: ${hideSecrets(text)}\n`);
  return EXIT.unexpected;
}

process.exitCode = await main().catch(report);
