import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import Database from 'better-sqlite3';

// Kills first syncs of a source while they translate and prove, and looks at what each leaves:
// `npx tsx lib/tooling/kill-syncs.ts SOURCE [MOMENTS]`. SOURCE is what `npm run ingest` takes; MOMENTS (30)
// are spread evenly over the time that the two phases take in a sync that runs to its end.

const [source, moments = '30'] = process.argv.slice(2);
if (!source || !/^\d{1,4}$/.test(moments)) {
  process.stderr.write('usage: npx tsx lib/tooling/kill-syncs.ts SOURCE [MOMENTS]\n');
  process.exit(2);
}
const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-kill-'));
const bundle = path.join(folder, 'bundle.json');
writeFileSync(bundle, '{"type":"bundle","id":"bundle--0","objects":[]}');

function startSync(catalog: string) {
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--source', `${source}`];
  const child = spawn(process.execPath, [...command, '--attack', bundle], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATABASE_URL: `file:${catalog}` },
  });
  let said = '';
  const listeners: (() => void)[] = [];
  child.stderr.on('data', (chunk) => {
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

async function wholeSync(catalog: string): Promise<number> {
  const { ended, exit, messages } = startSync(catalog);
  const [began, finished] = [ended('read'), ended('prove')];
  const [code] = await exit;
  if (code !== 0) throw new Error(`the sync exited with code ${code}:\n${messages()}`);
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
    return JSON.stringify(Object.fromEntries(tables.map((table) => [table, count(table)])));
  } finally {
    database.close();
  }
}

const reference = path.join(folder, 'whole.db');
const duration = await wholeSync(reference);
const expected = look(reference);
process.stdout.write(`whole: ${expected}, translate and prove take ${duration} ms\n`);

const catalog = path.join(folder, 'killed.db');
let killed = 0;
for (let moment = 0; moment < Number(moments); moment++) {
  const { child, ended, exit } = startSync(catalog);
  await Promise.race([ended('read'), exit]);
  const after = Math.round(((moment + 0.5) * duration) / Number(moments));
  await Promise.race([new Promise((resolve) => setTimeout(resolve, after)), exit]);
  child.kill('SIGKILL');
  const [, signal] = await exit;
  if (signal === 'SIGKILL') killed++;
  const left = look(catalog);
  process.stdout.write(`${moment + 1}: ${signal ?? 'ended'} after ${after} ms, ${left}\n`);
  if (signal === 'SIGKILL' && /[1-9]/.test(left)) throw new Error(`half a sync: ${left}`);
  if (signal !== 'SIGKILL')
    for (const end of ['', '-wal', '-shm']) rmSync(catalog + end, { force: true });
}
await wholeSync(catalog);
const last = look(catalog);
process.stdout.write(`${killed} of ${moments} killed; the next sync: ${last}\n`);
if (last !== expected)
  throw new Error(`the catalog differs from one that was never killed: ${expected}`);
rmSync(folder, { recursive: true });
