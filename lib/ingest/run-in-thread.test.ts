import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evidenceResults } from '@/lib/catalog/stored/evidence';
import { readRunningSync } from '@/lib/catalog/stored/sync-holder';
import { EXIT } from './failure';
import { takeLock } from './lock';
import { runInThread } from './run-in-thread';
import { type Fixture, fixtureOptions, ID, makeFixture, plainRule } from './sync-fixture';

const FIELDS = [
  'Image',
  'CommandLine',
  'User',
  'ParentImage',
  'ParentCommandLine',
  'OriginalFileName',
];

/**
 * A rule that takes five times RULE_LIMIT or more to prove: each event goes through automata of a thousand
 * states. Everything else about it takes a tenth of RULE_LIMIT.
 */
const SLOW = plainRule(ID.b)
  .replace('product: fixture', 'product: windows\n    category: process_creation')
  .replace(
    'Field: value',
    FIELDS.map((field) => `${field}|re: '${'.*a'.repeat(1000)}'`).join('\n        '),
  );
const RULE_LIMIT = 2000;

let fixture: Fixture;
beforeEach(() => {
  fixture = makeFixture();
  fixture.put('rules/a.yml', plainRule(ID.a));
});
afterEach(() => fixture.remove());

const options = () => {
  const { progress: _, ...rest } = fixtureOptions(fixture.folder);
  return { ...rest, sources: [path.join(fixture.folder, 'source')], tuningFolder: null };
};
const quiet = { write: () => {} };
const never = new AbortController().signal;

const command = () => [
  ...['--import', 'tsx', path.resolve('lib/commands/ingest.ts')],
  ...['--source', path.join(fixture.folder, 'source')],
  ...['--attack', path.join(fixture.folder, 'bundle.json')],
];
const environment = () => ({ ...process.env, DATABASE_URL: `file:${fixture.databaseFile}` });

async function said(child: ChildProcess, text: string): Promise<void> {
  let all = '';
  for await (const chunk of child.stderr ?? []) {
    all += chunk;
    if (all.includes(text)) return;
  }
  throw new Error(`the sync ended without saying ${text}: ${all}`);
}

describe('a sync in a thread', () => {
  it('gives the summary and writes progress', async () => {
    let text = '';
    const sink = { write: (part: string) => (text += part) };
    const summary = await runInThread(options(), { sink, signal: never, limitMs: 200_000 });
    expect(summary).toMatchObject({ outcome: 'completed', rules: { total: 1 } });
    expect(text).toContain('translate  1 rules');
  });

  it('throws the failure of the sync', async () => {
    const lock = takeLock(fixture.databaseFile);
    const sync = runInThread(options(), { sink: quiet, signal: never, limitMs: 200_000 });
    await expect(sync).rejects.toMatchObject({ name: 'SyncFailure', exitCode: EXIT.locked });
    lock.release();
  });

  it('stops at its limit and leaves the catalog as it was', async () => {
    await fixture.sync();
    fixture.put('rules/b.yml', SLOW);
    const sync = runInThread(options(), { sink: quiet, signal: never, limitMs: 3000 });
    await expect(sync).rejects.toMatchObject({ exitCode: EXIT.late });
    expect(await fixture.read((catalog) => catalog.rule.count())).toBe(1);
    takeLock(fixture.databaseFile).release();
  });

  it('marks a rule that takes too long, keeps its queries, and tries it again', async () => {
    fixture.put('rules/b.yml', SLOW);
    const { issues, slowest } = await fixture.sync({ ruleLimit: RULE_LIMIT });
    expect(issues.byCode).toMatchObject({ 'ingest/rule-stopped': 1 });
    expect(slowest?.[0]).toMatchObject({ path: 'rules/b.yml', step: 'prove' });
    const rules = await fixture.read((catalog) =>
      catalog.rule.findMany({
        orderBy: { id: 'asc' },
        include: { translations: true, evidence: true },
      }),
    );
    expect(rules.map(({ derivedHash }) => derivedHash !== '')).toEqual([true, false]);
    expect(rules[1]?.translations.every(({ kql }) => kql !== null)).toBe(true);
    const [first] = evidenceResults.read(rules[1]?.evidence?.results ?? new Uint8Array(), ID.b);
    expect(first?.skipped).toContain('Watchfloor stopped running it on events');
    fixture.put('rules/c.yml', plainRule(ID.c));
    const next = await fixture.sync({ ruleLimit: 1000 });
    expect(next).toMatchObject({ work: { translated: 2 } });
  });
});

describe('npm run ingest', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s while a rule is proven', async (signal) => {
    fixture.put('rules/b.yml', SLOW);
    const child = spawn(process.execPath, command(), {
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await said(child, 'translate  2 rules');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([EXIT.interrupted, null]);
    takeLock(fixture.databaseFile).release();
  });

  it('ends with the process that started it, even when that is killed', async () => {
    fixture.put('rules/b.yml', SLOW);
    const code = `const { spawn } = await import('node:child_process');
      spawn(process.execPath, ${JSON.stringify(command())}, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await said(parent, 'translate  2 rules');
    expect(readRunningSync(fixture.databaseFile)).not.toBeNull();
    parent.kill('SIGKILL');
    for (let tries = 0; readRunningSync(fixture.databaseFile) && tries < 300; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    takeLock(fixture.databaseFile).release();
  });
});
