import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from './failure';
import type { Progress } from './progress';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

const run = promisify(execFile);
const PROCESS = ['--import', 'tsx', path.resolve('lib/ingest/sync-process.ts')];

/** The rules that pages show, and the data around them. */
function look(fixture: Fixture) {
  return fixture.read(async (catalog) => ({
    rules: await catalog.rule.findMany({
      where: { removedAt: null },
      orderBy: { id: 'asc' },
      select: { id: true, title: true, path: true, contentHash: true },
    }),
    versions: await catalog.ruleVersion.count(),
    translations: await catalog.translation.count(),
    enrichments: await catalog.enrichment.count(),
    techniques: await catalog.ruleTechnique.count(),
    completed: await catalog.syncRun.count({ where: { outcome: 'completed' } }),
    found: await catalog.$queryRaw`SELECT "ruleId" FROM "RuleSearch" ORDER BY "ruleId"`,
    integrity: await catalog.$queryRaw`PRAGMA integrity_check`,
  }));
}

describe('a killed sync', () => {
  let fixture: Fixture;
  let moments: number;

  beforeAll(async () => {
    // Count the moments of an identical sync that finishes.
    const whole = makeFixture();
    await fill(whole);
    const { stdout } = await run(process.execPath, [...PROCESS, whole.folder, '0']);
    moments = Number(stdout);
    whole.remove();
    fixture = makeFixture();
    await fill(fixture);
  });
  afterAll(() => fixture.remove());

  async function fill(target: Fixture) {
    target.put('rules/a.yml', plainRule(ID.a));
    target.put('rules/b.yml', plainRule(ID.b));
    target.put('rules/c.yml', plainRule(ID.c));
    await target.sync();
    target.put('rules/a.yml', plainRule(ID.a, { title: 'Changed' }));
    target.put('rules/b.yml', null);
    target.put('rules/moved.yml', plainRule(ID.b));
    target.put('rules/c.yml', null);
    target.put('rules/d.yml', plainRule(ID.d));
  }

  it('leaves the previous catalog, whenever it is killed, and the next sync completes', async () => {
    const before = await look(fixture);
    expect(before.rules.map(({ id }) => id)).toEqual([ID.a, ID.b, ID.c]);
    const step = Math.max(1, Math.floor((moments - 1) / 10));
    const deadly: number[] = [];
    for (let moment = 1; moment < moments; moment += step) deadly.push(moment);
    expect(deadly.length).toBeGreaterThanOrEqual(10);

    for (const moment of deadly) {
      const failure = await run(process.execPath, [
        ...PROCESS,
        fixture.folder,
        String(moment),
      ]).catch((error) => error);
      expect(failure.signal, `killed at moment ${moment} of ${moments}`).toBe('SIGKILL');
      expect(await look(fixture), `after moment ${moment} of ${moments}`).toEqual(before);
    }

    const { outcome, changes } = await fixture.sync();
    expect(outcome).toBe('completed');
    expect(changes).toMatchObject({ new: 1, changed: 1, renamed: 1, removed: 1 });
    expect((await look(fixture)).rules.map(({ id }) => id)).toEqual([ID.a, ID.b, ID.d]);
  });

  it('leaves an empty catalog that the next sync fills, if it was the first', async () => {
    const first = makeFixture();
    first.put('rules/a.yml', plainRule(ID.a));
    const child = spawn(process.execPath, [...PROCESS, first.folder, '0'], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await first.sync()).rules?.total).toBe(1);
    first.remove();
  });
});

/** Reads without waiting: if a writer blocks it, it gets an error. */
function countAtOnce({ databaseFile }: Fixture): number {
  const database = new Database(databaseFile, { readonly: true, timeout: 0 });
  const { count } = database.prepare('SELECT count(*) AS count FROM "Rule"').get() as {
    count: number;
  };
  database.close();
  return count;
}

describe('a sync beside another process', () => {
  it('is refused while the other runs, and works once the other is killed', async () => {
    const fixture = makeFixture();
    fixture.put('rules/a.yml', plainRule(ID.a));
    const hold = `const { takeLock } = await import('./lib/ingest/lock.ts');
      globalThis.lock = takeLock(${JSON.stringify(fixture.databaseFile)}); // as long as it is not collected
      console.log('held');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', hold], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    await expect(fixture.sync()).rejects.toMatchObject({ exitCode: EXIT.locked });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect((await fixture.sync()).outcome).toBe('completed');
    fixture.remove();
  });

  it('leaves readers the previous catalog, without a wait, while it writes', async () => {
    const fixture = makeFixture();
    fixture.put('rules/a.yml', plainRule(ID.a));
    await fixture.sync();
    fixture.put('rules/b.yml', plainRule(ID.b));
    const seen: number[] = [];
    const progress: Progress = {
      seconds: {},
      begin: (name) => ({
        advance: () => {
          if (name === 'write') seen.push(countAtOnce(fixture));
        },
        note: () => {},
        end: () => {},
      }),
    };
    await fixture.sync({ progress });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((count) => count === 1)).toBe(true);
    expect(await fixture.read((catalog) => catalog.rule.count())).toBe(2);
    fixture.remove();
  });
});
