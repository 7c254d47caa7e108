import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hideSecrets } from '@/lib/address';
import { type Repository, repositoryOf } from '@/lib/catalog/source-link';
import type { SourceResult, Summary } from '@/lib/catalog/stored/sync-summary';
import { type Environment, EnvironmentError, readEnvironment } from '@/lib/env';
import { EXIT, type ExitCode, SyncFailure } from '@/lib/ingest/failure';
import { BUNDLED_FACTS, MITRE_BUNDLE } from '@/lib/ingest/load-attack';
import type { Sink } from '@/lib/ingest/progress';
import { runInThread } from '@/lib/ingest/run-in-thread';
import {
  PLACEHOLDER_FILE,
  readProfiles,
  resolveSources,
  type SyncSource,
  showSource,
} from '@/lib/ingest/source';
import type { PlaceholderValues } from '@/lib/proof';
import { createLog } from '@/lib/tooling/log.mjs';
import { onParentEnd } from '@/lib/tooling/on-parent-end.mjs';
import { ownUrlOf } from '@/lib/web/listening';
import { readWebhooks, WebhookFileError } from '@/lib/webhooks/webhook-file';
import { UsageError } from './arguments';
import { readPlaceholderFile } from './placeholder-file';

const HELP = `npm run --silent ingest -- [--source S]… [--origin R] [--attack A] [--accept-removals]
                                 [--json] [--verbose]

Syncs the catalog once, so that it mirrors its sources. Progress goes to stderr.

  --source S   where to read rules from; repeat it for several sources. A source is the id of
               one in content/sources.yml (sigmahq, lolrmm, loldrivers, hayabusa, …, and
               starter for the bundled rules), github:OWNER/NAME[@REF], a directory, a .tar.gz
               file, or an https URL of a .tar.gz file. The first that has a rule has it.
               (default: sigmahq)
  --origin R   the repository, github:OWNER/NAME, that the files of the only source come
               from; archives that GitHub made say it themselves
  --attack A   path or URL of an ATT&CK STIX bundle (default: MITRE's,
               ${MITRE_BUNDLE}),
               or ${BUNDLED_FACTS}: names without descriptions, from no network
  --accept-removals
               sync even if it removes more than 10 % of the catalog's rules or techniques,
               and more than 20
  --json       print one summary object to stdout
  --verbose    list the ten slowest steps of rules at the end
  --help       print this help

Environment variables:
  DATABASE_URL                 the catalog file (default: file:./data/catalog.db)
  GITHUB_TOKEN, GITHUB_API_URL access to GitHub
  SYNC_TOKEN                   token for the host of an https source
  SYNC_SOURCE                  default for --source: sources with a comma between them
  SYNC_ATTACK                  default for --attack
  SOURCES                      YAML file of your own sources, as in content/sources.yml
  SYNC_LIMIT                   the most time for the whole sync (default: 1h)
  SYNC_RULE_LIMIT              the most time for each step of a rule (default: 20s)
  PLACEHOLDERS                 JSON or YAML file with values for placeholders:
                               {"Administrators": ["adm_*", "root"]}
  WEBHOOKS                     YAML file of receivers that are told what a sync changes
  LOG_FORMAT                   json: progress and errors as one line of JSON an event
  TUNING_DIR                   folder with Sigma filters of your own, which become part of
                               the queries, and placeholders.yml

Exit codes:
  ${EXIT.ok}    the sync completed, or there was nothing new
  ${EXIT.unexpected}    unexpected error: a bug in Watchfloor
  ${EXIT.usage}    an argument or environment variable is not valid
  ${EXIT.source}    the source could not be read
  ${EXIT.locked}    another sync is running
  ${EXIT.store}    the catalog could not be opened or written
  ${EXIT.removals}    the sync would remove too much; see --accept-removals
  ${EXIT.late}    the sync took longer than SYNC_LIMIT
  ${EXIT.partial}    some of several sources were left out; the others are synced
  ${EXIT.interrupted}  interrupted
With any code other than ${EXIT.ok} and ${EXIT.partial}, the catalog is unchanged, or has many new rules whose
checks are pending: the next sync makes them.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// stdout is for the summary alone.
const log = createLog({ out: process.stderr });

/** Says something on stderr: a person reads it as it is, a collector as an event. */
function say(event: string, text: string): void {
  if (log.format === 'text') process.stderr.write(text);
  else for (const line of text.split('\n')) if (line.trim()) log.info(event, line.trim());
}

/** Says why the sync failed, and what to do. */
function sayFailure(message: string, next = ''): void {
  if (log.format === 'json') log.error('sync-failed', message, next === '' ? {} : { next });
  else process.stderr.write(`\nerror: ${message}\n${next && `${next}\n`}`);
}

/** Where progress goes: to a terminal as it is, or line by line. */
const sink: Sink =
  log.format === 'text' ? process.stderr : { write: (text) => say('sync-progress', text) };

async function main(): Promise<ExitCode> {
  const { values } = parseArgs({
    options: {
      source: { type: 'string', multiple: true },
      origin: { type: 'string' },
      attack: { type: 'string' },
      'accept-removals': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const environment = readEnvironment(process.env);
  const interrupted = new AbortController();
  const stop = (reason: string) => {
    const next = 'The catalog is unchanged. You can sync again at any time.';
    interrupted.abort(new SyncFailure(`Stopped by ${reason}`, next, EXIT.interrupted));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  onParentEnd(() => stop('the end of the process that started it'));
  const root = path.resolve(ROOT);
  const sources = values.source ?? environment.syncSources;
  const { sourceFile } = environment;
  const resolved = resolveSources(sources, readProfiles(root, sourceFile), process.cwd());
  requireOneHost(resolved, environment.syncToken);
  const sync = {
    databaseFile: environment.databaseFile,
    sources,
    sourceFile,
    tuningFolder: environment.tuningFolder,
    origin: readOrigin(values.origin, resolved),
    attack: values.attack ?? environment.syncAttack,
    root,
    github: { apiUrl: environment.githubApiUrl, token: environment.githubToken },
    acceptRemovals: values['accept-removals'],
    sourceToken: environment.syncToken,
    ruleLimit: environment.ruleLimit,
    placeholders: readPlaceholders(environment),
  };
  const summary = await runInThread(sync, {
    sink,
    signal: interrupted.signal,
    limitMs: environment.syncLimit,
  });
  if (values.verbose) say('slowest-steps', slowestLines(summary));
  say('sync-finished', lineOf(summary));
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  await tell(environment);
  return summary.sources?.some(({ error }) => error !== null) ? EXIT.partial : EXIT.ok;
}

/** Tells the operator's webhooks. The sync is done, so that nothing that goes wrong here fails it. */
async function tell(environment: Environment): Promise<void> {
  const { webhookFile, publicUrl } = environment;
  if (webhookFile === null) return;
  const sayLine = (line: string) => say('webhook', `${line}\n`);
  try {
    // It loads the catalog, which takes time that a sync without webhooks does not need.
    const { tellWebhooks } = await import('@/lib/webhooks/after-sync');
    const origin = publicUrl ?? ownUrlOf(environment);
    await tellWebhooks(readWebhooks(webhookFile), sayLine, { origin });
  } catch (error) {
    const isKnown = error instanceof WebhookFileError;
    const text =
      error instanceof Error && !isKnown ? (error.stack ?? error.message) : String(error);
    sayLine(`The sync is done, but the webhooks were not told. ${hideSecrets(text)}`);
  }
}

/** The token must reach nobody but the host it is for. */
function requireOneHost(sources: readonly SyncSource[], token: string | null): void {
  const addresses = sources.filter(({ source }) => source.kind === 'url');
  if (token === null || addresses.length < 2) return;
  throw new SyncFailure(
    'SYNC_TOKEN is for one https source, and there are several',
    'Sync only one of them by https, or make the others archives or folders.',
    EXIT.usage,
  );
}

function readOrigin(text: string | undefined, sources: readonly SyncSource[]): Repository | null {
  if (text === undefined) return null;
  const [only] = sources;
  const repository = text.startsWith('github:') ? repositoryOf(text) : null;
  const takes = only && sources.length === 1 && only.source.kind !== 'github';
  if (repository && takes) return repository;
  throw new SyncFailure(
    takes
      ? `${showSource(text)} does not name a GitHub repository`
      : '--origin is for one folder or archive',
    'Use --origin github:OWNER/NAME with a single --source that is a folder or an archive.',
    EXIT.usage,
  );
}

/** The values of PLACEHOLDERS, and those of the file beside the operator's filters, which win. */
function readPlaceholders({ placeholderFile, tuningFolder }: Environment): PlaceholderValues {
  const beside = tuningFolder && path.join(tuningFolder, PLACEHOLDER_FILE);
  return {
    ...readValues('PLACEHOLDERS', placeholderFile),
    ...readValues('TUNING_DIR', beside && existsSync(beside) ? beside : null),
  };
}

function readValues(variable: string, file: string | null): PlaceholderValues {
  if (file === null) return {};
  try {
    return readPlaceholderFile(file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new EnvironmentError(`${variable} is not usable\n${error.message}`);
  }
}

function slowestLines({ slowest = [] }: Summary): string {
  const lines = slowest.map(
    ({ path: file, step, milliseconds }) =>
      `${String(milliseconds).padStart(8)} ms  ${step.padEnd(9)}  ${file}\n`,
  );
  return lines.length === 0 ? '' : `Slowest steps of rules:\n${lines.join('')}`;
}

function lineOf({ outcome, rules, changes, issues, sources = [] }: Summary): string {
  const total = rules ? `${rules.total} rules, ${rules.inFeed} in the feed` : '';
  if (outcome === 'unchanged') return `Nothing new: ${total}\n`;
  const { new: added, changed, renamed, removed, restored, kept } = changes ?? {};
  const each = sources.length < 2 ? '' : sources.map(sourceLine).join('');
  return `${each}Done: ${total}; ${added} new, ${changed} changed, ${renamed} renamed, ${removed} removed, ${restored} restored, ${kept} kept; ${issues.errors} errors, ${issues.warnings} warnings\n`;
}

function sourceLine({ name, commit, rules, error }: SourceResult): string {
  if (error)
    return `  ${name}: left out, ${rules} rules stay. ${error.message}\n    ${error.next}\n`;
  return `  ${name}: ${rules} rules${commit ? ` at ${commit.slice(0, 9)}` : ''}\n`;
}

function report(error: unknown): ExitCode {
  if (error instanceof SyncFailure) {
    sayFailure(error.message, error.next);
    return error.exitCode;
  }
  if (error instanceof EnvironmentError) {
    sayFailure(error.message);
    return EXIT.usage;
  }
  const code = (error as { code?: unknown })?.code;
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${HELP}`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  sayFailure(hideSecrets(text));
  return EXIT.unexpected;
}

const code = await main().catch(report);
// A thread that was asked to stop may still be at work.
process.stdout.write('', () => process.exit(code));
