import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hideSecrets } from '@/lib/address';
import { basePathOf } from '@/lib/base-path.mjs';
import { type Catalog, openCatalog } from '@/lib/catalog/client';
import { databaseAt, isPostgresql } from '@/lib/catalog/database';
import { problemKindOf, problemOf } from '@/lib/catalog/file/problem';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { type Environment, EnvironmentError, readEnvironment } from '@/lib/env';
import { EXIT, SyncFailure } from '@/lib/ingest/failure';
import { BUNDLED_FACTS } from '@/lib/ingest/load-attack';
import { showSource, TUNING } from '@/lib/ingest/source';
import { isStoreError, storeFailure } from '@/lib/ingest/store-failure';
import { readTokenFile } from '@/lib/sign-in/token-file.mjs';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import { createLog, logLines } from '@/lib/tooling/log.mjs';
import { onParentEnd } from '@/lib/tooling/on-parent-end.mjs';
import { listeningLines, listenRefusal, ownUrlOf } from '@/lib/web/listening';
import { deliverDue, lineOf } from '@/lib/webhooks/deliver';
import { readWebhooks, WebhookFileError } from '@/lib/webhooks/webhook-file';

// What `npm start` does once the dependencies are installed: load the starter rules and build, side by
// side, then serve. The first sync of the sources, and those at intervals, run in a process of their own,
// so that a sync never blocks the server.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const DELIVER_EVERY_MS = 60_000;
/** The longest delay that setTimeout takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const children = new Set<ChildProcess>();
let isStopping = false;

// Children log as this process does.
if (process.argv.includes('--verbose')) process.env.LOG_LEVEL = 'debug';
const log = createLog();

/** Starts a child. `output` says what becomes of what it prints: `log` is a line of the log each, where that is JSON. */
function run(args: readonly string[], output: 'log' | 'pipe' = 'log') {
  const isRead = output === 'pipe' || log.format === 'json';
  const stdio = isRead ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    // By the channel a child notices that this process has ended.
    stdio: ['ignore', stdio, stdio, 'ipc'],
    env: process.env,
  });
  if (output === 'log' && isRead) {
    const from = path.basename(args.find((each) => /\.(?:mjs|ts)$/.test(each)) ?? '');
    for (const stream of [child.stdout, child.stderr]) logLines(stream, { from, log });
  }
  children.add(child);
  const exit = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      children.delete(child);
      // While this process ends, nothing goes on after a child.
      if (!isStopping) resolve(code ?? EXIT.unexpected);
    });
  });
  return { child, exit };
}

const ingest = (...args: string[]) => ['--import', 'tsx', 'lib/commands/ingest.ts', ...args];

async function main(): Promise<void> {
  const environment = readEnvironment(process.env, ROOT);
  process.chdir(ROOT);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));
  onParentEnd(() => stop(0));

  if (environment.webhookFile !== null) readWebhooks(environment.webhookFile);
  checkTokens(environment);
  demandOwnPath(environment.publicUrl);
  await demandFreePort(environment);
  const { database } = environment;
  const isServer = isPostgresql(database);
  const place = isServer ? hideSecrets(database) : path.relative(ROOT, database);
  log.info('catalog', `catalog: ${place}`);
  const building = run(['lib/tooling/build.mjs']).exit;
  const whyReadOnly = await readOnlyReason(database);
  if (whyReadOnly === null) {
    const loaded = await loadStarterRules(database).catch((error) => {
      throw storeFailure(database, error);
    });
    if (loaded !== EXIT.ok) return stop(loaded);
  }
  if ((await building) !== EXIT.ok) {
    log.error('build-failed', 'the build failed. See the output above.');
    return stop(EXIT.unexpected);
  }
  log.info('built', 'build: up to date');
  await serve(environment);
  if (whyReadOnly !== null) {
    log.info('read-only', `this instance serves and does not sync: ${whyReadOnly}`);
    return;
  }
  void keepDelivering(environment);
  await fillCatalog(environment);
  await keepInSync(environment);
}

/** Throws an EnvironmentError if the operator's file of tokens cannot be used. */
function checkTokens({ signIn: { tokenFile } }: Environment): void {
  if (tokenFile === null) return;
  try {
    readTokenFile(tokenFile);
  } catch (error) {
    throw new EnvironmentError(error instanceof Error ? error.message : String(error));
  }
}

/** Throws an EnvironmentError if PUBLIC_URL's path begins as one of the pages': a proxy may keep the path or take it away. */
function demandOwnPath(publicUrl: string | null): void {
  const [, first = ''] = basePathOf(publicUrl ?? undefined).split('/');
  const taken = ['_next', ...readdirSync(path.join(ROOT, 'app'))];
  if (!taken.includes(first)) return;
  throw new EnvironmentError(
    `PUBLIC_URL has the path /${first}, which Watchfloor has itself. Choose another one, such as /rules-catalog`,
  );
}

/** Exits with the reason if the server could not listen on its address. */
async function demandFreePort({ host, port, metricsPort }: Environment): Promise<void> {
  const code = await listenError(host, port);
  if (code !== null) {
    log.error('no-port', listenRefusal({ host, port }, code));
    process.exit(EXIT.usage);
  }
  if (metricsPort === null || (await listenError(host, metricsPort)) === null) return;
  log.error(
    'no-port',
    `METRICS_PORT ${metricsPort} cannot be used on ${host}. Choose another one.`,
  );
  process.exit(EXIT.usage);
}

/** Node's code of the error that listening would end with; null if the address is free. */
function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

/** Why the catalog can be read and not written; null if it can, or if that is to be found out by trying. */
async function readOnlyReason(address: string): Promise<string | null> {
  const database = databaseAt(address);
  const problem = await database.inspect();
  const isUsable = problem === null || (problem.kind === 'missing' && isPostgresql(address));
  return isUsable ? database.whyReadOnly() : null;
}

/**
 * Loads the rules that come with Watchfloor into an empty catalog, which takes seconds and no network.
 * Returns how it ended.
 */
async function loadStarterRules(database: string): Promise<number> {
  if ((await countUsableRules(database)) > 0) return EXIT.ok;
  log.info('loading', 'loading the starter rules');
  const code = await run(ingest('--source', 'starter', '--attack', BUNDLED_FACTS)).exit;
  return code === EXIT.locked ? EXIT.ok : code;
}

/** Migrates the catalog and counts its rules. 0 if it is missing or damaged: the first sync makes a new one. */
async function countUsableRules(database: string): Promise<number> {
  try {
    if ((await databaseAt(database).inspect())?.kind === 'missing') return 0;
    await databaseAt(database).migrate();
    return await countRules(database);
  } catch (error) {
    if (problemKindOf(error) !== 'damaged') throw error;
    log.warn(
      'catalog-damaged',
      `${problemOf('damaged').what}. The sync keeps it under another name.`,
    );
    return 0;
  }
}

function countRules(database: string): Promise<number> {
  return ask(database, (catalog) => catalog.rule.count({ where: { removedAt: null } }));
}

/** Asks the catalog through a connection that is closed again, because the file may be replaced. */
async function ask<Answer>(
  database: string,
  question: (catalog: Catalog) => Promise<Answer>,
): Promise<Answer> {
  const catalog = openCatalog(database);
  try {
    return await question(catalog);
  } finally {
    await catalog.$disconnect();
  }
}

/** Runs the first sync of the sources if the catalog has only the starter rules, and says what there is. */
async function fillCatalog(environment: Environment): Promise<void> {
  const { database } = environment;
  try {
    if (!(await hasOwnRules(environment))) await loadRules(environment);
    const rules = await countRules(database);
    log.info('rules', `rules: ${rules}`, { rules });
  } catch (error) {
    if (!isStoreError(error)) throw error;
    log.warn('catalog-unavailable', storeFailure(database, error).message);
  }
}

/** Whether the catalog has what the sources of this installation have, and not only the starter rules and the tuning. */
async function hasOwnRules({ database, syncSources }: Environment): Promise<boolean> {
  if (syncSources.every((source) => source === 'starter')) return true;
  const own = { removedAt: null, collection: { not: 'starter' }, sourceId: { not: TUNING.id } };
  return (await ask(database, (catalog) => catalog.rule.count({ where: own }))) > 0;
}

/** Runs the first sync of the sources. If none can be reached, the starter rules stay. */
async function loadRules({ syncSources }: Environment): Promise<void> {
  const from = syncSources.map(showSource).join(', ');
  log.info('loading', `loading rules from ${from}; the pages show them as they come`);
  const code = await run(ingest()).exit;
  if (code === EXIT.ok || code === EXIT.partial || code === EXIT.locked) return;
  log.warn(
    'sync-failed',
    'the starter rules stay. To load the whole catalog later, run: npm run ingest',
    { code },
  );
}

async function serve(environment: Environment): Promise<void> {
  const { host, port } = environment;
  const url = ownUrlOf(environment);
  const { child } = run(['lib/tooling/web-server.mjs', String(port), host]);
  child.on('exit', (code) => stop(code ?? EXIT.unexpected));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer) {
      const feed = await textOf(url);
      for (const line of listeningLines(environment)) log.info('listening', line);
      if (environment.signIn.mode === 'off') await warmUp(url, feed);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  log.error(
    'no-answer',
    `the server did not respond at ${url} within ${READY_TIMEOUT_MS / 1000} s`,
  );
  stop(EXIT.unexpected);
}

async function textOf(address: string): Promise<string> {
  const response = await fetch(address);
  return response.text();
}

/** Requests a page of each other kind, so that few visitors wait while it loads what it needs. */
async function warmUp(url: string, feed: string): Promise<void> {
  const rule = /\/rules\/[0-9a-f-]{36}/.exec(feed)?.[0];
  const addresses = ['/coverage', ...(rule ? [rule] : [])];
  await Promise.all(addresses.map((address) => textOf(`${url}${address}`)));
}

/** When the next sync is due, in milliseconds since 1970: now, if one is pending or the catalog cannot be read. */
async function nextSyncAt({ database, syncEvery }: Environment): Promise<number> {
  try {
    const last = await ask(database, (catalog) =>
      catalog.syncRun.findFirst({ orderBy: { finishedAt: 'desc' } }),
    );
    if (last?.outcome === 'pending') return Date.now();
    return (last?.finishedAt.getTime() ?? Date.now()) + syncEvery;
  } catch (error) {
    if (!isStoreError(error)) throw error;
    log.warn('catalog-unavailable', storeFailure(database, error).message);
    return Date.now();
  }
}

async function keepInSync(environment: Environment): Promise<void> {
  const { syncEvery } = environment;
  if (syncEvery === 0) return;
  for (;;) {
    await wait((await nextSyncAt(environment)) - Date.now());
    log.info('sync-started', 'a sync begins');
    const started = Date.now();
    const { child, exit } = run(ingest('--json'), 'pipe');
    let summary = '';
    child.stdout?.on('data', (chunk) => {
      summary += chunk;
    });
    let messages = '';
    child.stderr?.on('data', (chunk) => {
      messages = `${messages}${chunk}`.slice(-2000);
    });
    if (log.format === 'json') logLines(child.stderr, { from: 'ingest.ts', log });
    const code = await exit;
    logSync({ code, summary, messages, seconds: (Date.now() - started) / 1000 });
    // A run that failed before it was recorded must not be repeated immediately.
    if (code !== EXIT.ok && code !== EXIT.partial) await wait(Math.min(syncEvery, 60_000));
  }
}

interface EndedSync {
  readonly code: number;
  /** What it printed: one JSON object, or nothing. */
  readonly summary: string;
  /** The end of what it said meanwhile, as text or as JSON. */
  readonly messages: string;
  readonly seconds: number;
}

function logSync({ code, summary, messages, seconds }: EndedSync): void {
  const lines = messages.trim().split('\n').map(messageOf);
  if (log.format === 'text') {
    for (const line of lines.filter((each) => each.includes('webhook'))) log.info('webhook', line);
  }
  const time = `${Math.round(seconds)} s`;
  if (code === EXIT.ok || code === EXIT.partial) {
    const parsed = JSON.parse(summary) as Summary;
    const rules = parsed.rules ? `, ${parsed.rules.total} rules` : '';
    const message = `the sync is done after ${time}: ${parsed.outcome}${rules}`;
    log.info('sync-finished', message, { seconds, summary: parsed });
    return;
  }
  const reason = lines.slice(-2).join(' ');
  log.error('sync-failed', `the sync failed after ${time}. ${reason}`, { seconds, code });
}

/** What a line of the log says, in either form. */
function messageOf(line: string): string {
  if (!line.startsWith('{"time":')) return line;
  const { message, next } = JSON.parse(line) as { message: string; next?: string };
  return [message, next].filter(Boolean).join('. ');
}

/** Repeats what a sync's process could not deliver in its time. */
async function keepDelivering(environment: Environment): Promise<void> {
  const { webhookFile, database, publicUrl } = environment;
  if (webhookFile === null) return;
  const origin = publicUrl ?? ownUrlOf(environment);
  for (;;) {
    await wait(DELIVER_EVERY_MS);
    try {
      const webhooks = readWebhooks(webhookFile);
      const attempts = await ask(database, (catalog) => deliverDue(catalog, webhooks, { origin }));
      for (const attempt of attempts) log.info('webhook', lineOf(attempt));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error('webhooks-failed', hideSecrets(reason));
    }
  }
}

async function wait(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= LONGEST_TIMER_MS) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, LONGEST_TIMER_MS)));
  }
}

/** Ends the children, by force where they do not end in time, and then this process. */
function stop(code: number): void {
  if (isStopping) return;
  isStopping = true;
  void endChildren(children).finally(() => process.exit(code));
}

main().catch((error: unknown) => {
  if (error instanceof EnvironmentError || error instanceof WebhookFileError) {
    log.error('settings', error.message);
    stop(EXIT.usage);
    return;
  }
  if (!(error instanceof SyncFailure)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('unexpected', hideSecrets(text));
    stop(EXIT.unexpected);
    return;
  }
  log.error('start-failed', `${error.message}\n${error.next}`);
  stop(error.exitCode);
});
