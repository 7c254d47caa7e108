import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { environmentOf } from '@/lib/tooling/own-environment';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const BUNDLE = fileURLToPath(
  new URL('../../../../../shared/reference/attack/enterprise-attack-18.1.json', import.meta.url),
);
const LOOK_MS = 50;

export interface TimedSync {
  readonly summary: Summary;
  /** From the start of the command to its end. */
  readonly seconds: number;
  /** From the start of the command until another process can read rules. */
  readonly readable: number;
}

/** Runs `npm run ingest` on a catalog, in a process of its own, and times it. */
export async function timeSync(databaseFile: string, source: string): Promise<TimedSync> {
  const attack = existsSync(BUNDLE) ? ['--attack', BUNDLE] : [];
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--json'];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const child = spawn(process.execPath, [...command, '--source', source, ...attack], {
    cwd: ROOT,
    env: environmentOf(`file:${databaseFile}`),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let readable: number | null = null;
  const looking = setInterval(() => {
    if (readable === null && hasRules(databaseFile)) readable = elapsed();
  }, LOOK_MS);
  const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  const seconds = elapsed();
  clearInterval(looking);
  if (code !== 0) throw new Error(`the sync ended with code ${code}\n${output.stderr}`);
  return { summary: JSON.parse(output.stdout), seconds, readable: readable ?? seconds };
}

function hasRules(file: string): boolean {
  if (!existsSync(file)) return false;
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, timeout: 0 });
    return database.prepare('SELECT 1 FROM "Rule" LIMIT 1').get() !== undefined;
  } catch {
    // The sync is still making it.
    return false;
  } finally {
    database?.close();
  }
}
