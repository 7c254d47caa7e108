import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import Database from 'better-sqlite3';

const HELP = `npx tsx lib/tooling/kill-syncs.ts SOURCE [MOMENTS]

Kills syncs of a source while they translate and prove, and checks what each leaves: a file that passes
integrity_check, and nothing, or all rules and queries and nothing else. Then one sync completes, and must
leave what a sync that was never killed leaves.

  SOURCE    what npm run ingest takes
  MOMENTS   how many syncs to kill (default: 30), at shares u³ of the time that the two phases take,
            with u spread evenly: early moments cost less. A sync that ends before its moment is repeated
            with an earlier one.
`;

const [source, moments = '30'] = process.argv.slice(2);
if (!source || source === '--help' || !/^\d{1,4}$/.test(moments)) {
  process.stderr.write(HELP);
  process.exit(source === '--help' ? 0 : 2);
}
const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-kill-'));
const bundle = path.join(folder, 'bundle.json');
writeFileSync(bundle, '{"type":"bundle","id":"bundle--0","objects":[]}');

function startSync(catalog: string) {
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--source', `${source}`];
  const child = spawn(process.execPath, [...command, '--attack', bundle], {
    // The channel lets the sync notice the end of this process.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: `file:${catalog}` },
  });
  let said = '';
  const listeners: (() => void)[] = [];
  child.stderr?.on('data', (chunk) => {
    said += chunk;
    for (const listener of listeners) listener();
  });
  /** When the phase has ended; never, if the sync ends before. */
  const ended = (phase: string) =>
    new Promise<number>((resolve) => {
      listeners.push(() => {
        if (new RegExp(`^${phase} .*\\(\\d+\\.\\d s\\)$`, 'm').test(said)) resolve(Date.now());
      });
    });
  return { child, ended, exit: once(child, 'exit'), messages: () => said };
}

function demandSuccess(code: unknown, messages: string): void {
  if (code !== 0) throw new Error(`the sync exited with code ${code}:\n${messages}`);
}

async function wholeSync(catalog: string): Promise<number> {
  const { ended, exit, messages } = startSync(catalog);
  const [began, finished] = [ended('read'), ended('prove')];
  const [code] = await exit;
  demandSuccess(code, messages());
  return (await finished) - (await began);
}

/** What a catalog holds, after a check of the file. Throws where the file is damaged. */
function look(catalog: string) {
  const database = new Database(catalog, { readonly: true });
  try {
    const found = database.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`integrity_check: ${found}`);
    const count = (table: string) =>
      (database.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n;
    const tables = ['Rule', 'Translation', 'Evidence', 'Enrichment', 'SyncRun', 'Cache'];
    return Object.fromEntries(tables.map((table) => [table, count(table)]));
  } finally {
    database.close();
  }
}

const reference = path.join(folder, 'whole.db');
const duration = await wholeSync(reference);
const expected = look(reference);
const text = (found: Record<string, number>) => JSON.stringify(found);
const nothing = text(Object.fromEntries(Object.keys(expected).map((table) => [table, 0])));
const pending = text({ ...expected, Evidence: 0, Enrichment: 0, Cache: 0 });
process.stdout.write(`whole: ${text(expected)}, translate and prove take ${duration} ms\n`);

const catalog = path.join(folder, 'killed.db');
for (let moment = 0; moment < Number(moments); moment++) {
  let after = duration * ((moment + 0.5) / Number(moments)) ** 3;
  while (!(await killAfter(after, `${moment + 1}`))) after /= 2;
}

/** Kills a sync this many milliseconds after it has read the source. False if it ended before. */
async function killAfter(after: number, name: string): Promise<boolean> {
  const { child, ended, exit, messages } = startSync(catalog);
  await Promise.race([ended('read'), exit]);
  const isTranslated = ended('translate').then(() => true);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, after)), exit]);
  const phase = (await Promise.race([isTranslated, Promise.resolve(false)]))
    ? 'prove'
    : 'translate';
  child.kill('SIGKILL');
  const [code, signal] = await exit;
  if (signal !== 'SIGKILL') {
    demandSuccess(code, messages());
    for (const end of ['', '-wal', '-shm']) rmSync(catalog + end, { force: true });
    return false;
  }
  const left = text(look(catalog));
  process.stdout.write(`${name}: killed in ${phase} after ${Math.round(after)} ms, ${left}\n`);
  if (left !== nothing && left !== pending) throw new Error(`half a stage: ${left}`);
  return true;
}

await wholeSync(catalog);
const last = text(look(catalog));
process.stdout.write(`${moments} killed; the next sync: ${last}\n`);
if (last !== text(expected))
  throw new Error(`the catalog differs from one that was never killed: ${text(expected)}`);
rmSync(folder, { recursive: true });
