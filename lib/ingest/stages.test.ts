import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogState } from '@/lib/tooling/pages/catalog-state.mjs';
import type { Progress } from './progress';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

const run = promisify(execFile);
const PROCESS = ['--import', 'tsx', path.resolve('lib/ingest/sync-process.ts')];

// A rule with queries, which can be checked and proven.
const COPIED = readFileSync('content/starter/rules/windows-file-event/ntds_copied.yml', 'utf8');

let fixture: Fixture;
beforeEach(() => {
  fixture = filledFixture();
});
afterEach(() => fixture.remove());

function filledFixture(): Fixture {
  const filled = makeFixture();
  filled.put('rules/a.yml', plainRule(ID.a));
  filled.put('rules/copied.yml', COPIED);
  return filled;
}

function look() {
  return fixture.read(async (catalog) => ({
    runs: await catalog.syncRun.findMany({ select: { id: true, outcome: true } }),
    rules: await catalog.rule.findMany({
      where: { removedAt: null },
      orderBy: { path: 'asc' },
      select: { path: true, proof: true, derivedHash: true, firstSyncId: true },
    }),
    queries: await catalog.translation.count({ where: { kql: { not: null } } }),
    checked: await catalog.translation.count({ where: { checkErrors: 0 } }),
    evidence: await catalog.evidence.count(),
    enrichments: await catalog.enrichment.count(),
    versions: await catalog.ruleVersion.count(),
    found: await catalog.$queryRaw`SELECT count(*) AS n FROM "RuleSearch"`,
    integrity: await catalog.$queryRaw`PRAGMA integrity_check`,
  }));
}

/** What the catalog holds whenever a write has ended, and what the page store calls that state. */
async function syncAndLook(stagedFrom: number) {
  const seen: { catalog: Awaited<ReturnType<typeof look>>; version: string | null }[] = [];
  const state = catalogState(fixture.databaseFile, fixture.folder);
  const looks: Promise<void>[] = [];
  const progress: Progress = {
    seconds: {},
    begin: (name) => ({
      advance: () => {},
      note: () => {},
      end: () => {
        if (name !== 'write') return;
        const version = state.version();
        looks.push(look().then((catalog) => void seen.push({ catalog, version })));
      },
    }),
  };
  const summary = await fixture.sync({ stagedFrom, progress });
  await Promise.all(looks);
  return { summary, seen };
}

describe('a sync of many new rules', () => {
  it('writes rules and queries first, marks the rest as pending, and then completes its own run', async () => {
    const { summary, seen } = await syncAndLook(2);
    const [first, last] = seen.map(({ catalog }) => catalog);
    expect(seen).toHaveLength(2);
    expect(first).toMatchObject({
      runs: [{ id: 1, outcome: 'pending' }],
      rules: [
        { path: 'rules/a.yml', proof: 'none', derivedHash: '' },
        { path: 'rules/copied.yml', proof: 'pending', derivedHash: '' },
      ],
      queries: 3,
      checked: 0,
      evidence: 0,
      enrichments: 0,
      versions: 2,
      found: [{ n: 2n }],
    });
    expect(last).toMatchObject({
      runs: [{ id: 1, outcome: 'completed' }],
      rules: [{ proof: 'none' }, { proof: 'self-tested', firstSyncId: 1 }],
      queries: 3,
      checked: 3,
      enrichments: 2,
      versions: 2,
      found: [{ n: 2n }],
    });
    expect(last?.evidence).toBeGreaterThan(0);
    expect(summary).toMatchObject({
      outcome: 'completed',
      changes: { new: 2, unchanged: 0 },
      work: { proved: 1, enriched: 2 },
    });
  });

  it('leaves the page store two states, and the same catalog as a sync of one stage', async () => {
    const { seen } = await syncAndLook(2);
    const [first, last] = seen.map(({ version }) => version);
    expect(first).not.toBeNull();
    expect(last).not.toBe(first);
    const staged = await look();
    fixture.remove();
    fixture = filledFixture();
    await fixture.sync();
    expect(staged).toEqual(await look());
    expect(await fixture.sync()).toMatchObject({ outcome: 'unchanged' });
  });

  it('writes few new rules in one stage, and changed rules too', async () => {
    const { seen } = await syncAndLook(3);
    expect(seen).toHaveLength(1);
    fixture.put('rules/copied.yml', COPIED.replace(/^title: .*/m, 'title: Another'));
    expect((await syncAndLook(1)).seen).toHaveLength(1);
  });
});

describe('a sync that is ended between its stages', () => {
  const end = new Error('ended');

  /** Ends a staged sync when it begins to prove. */
  async function endBetweenStages() {
    const progress: Progress = {
      seconds: {},
      begin: (name) => {
        if (name === 'prove') throw end;
        return { advance: () => {}, note: () => {}, end: () => {} };
      },
    };
    await expect(fixture.sync({ stagedFrom: 1, progress })).rejects.toBe(end);
  }

  it('leaves its rules pending, and the next sync goes on with its run', async () => {
    await endBetweenStages();
    expect(await look()).toMatchObject({
      runs: [
        { id: 1, outcome: 'pending' },
        { id: 2, outcome: 'failed' },
      ],
      rules: [{ proof: 'none' }, { proof: 'pending' }],
    });
    fixture.put('rules/b.yml', plainRule(ID.b));
    expect(await fixture.sync()).toMatchObject({
      outcome: 'completed',
      changes: { new: 3, changed: 0, unchanged: 0 },
    });
    expect(await look()).toMatchObject({
      runs: [
        { id: 1, outcome: 'completed' },
        { id: 2, outcome: 'failed' },
      ],
      rules: [{ proof: 'none' }, { proof: 'none', firstSyncId: 1 }, { proof: 'self-tested' }],
    });
  });

  it('is not taken for the state before it when the source goes back to what it was', async () => {
    await fixture.sync();
    fixture.put('rules/b.yml', plainRule(ID.b));
    await endBetweenStages();
    fixture.put('rules/b.yml', null);
    expect(await fixture.sync()).toMatchObject({ outcome: 'completed', changes: { removed: 1 } });
    expect((await look()).rules).toHaveLength(2);
  });

  it('takes a rule that has changed once more in the meantime', async () => {
    await fixture.sync();
    const titled = (title: string) => COPIED.replace(/^title: .*/m, `title: ${title}`);
    fixture.put('rules/copied.yml', titled('Once'));
    fixture.put('rules/b.yml', plainRule(ID.b));
    await endBetweenStages();
    fixture.put('rules/copied.yml', titled('Twice'));
    expect(await fixture.sync()).toMatchObject({
      outcome: 'completed',
      changes: { new: 1, changed: 2 },
    });
    expect((await look()).rules).toMatchObject([{}, {}, { proof: 'self-tested' }]);
    const titles = await fixture.read((catalog) =>
      catalog.rule.findMany({ where: { path: 'rules/copied.yml' }, select: { title: true } }),
    );
    expect(titles).toEqual([{ title: 'Twice' }]);
  });

  it('has, wherever it is killed, nothing or all of its rules, and the next sync completes', async () => {
    const { stdout } = await run(process.execPath, [...PROCESS, fixture.folder, '0', 'staged']);
    const moments = Number(stdout);
    const whole = await look();
    const seen = new Set<string>();
    for (let moment = moments - 1; moment > 0; moment -= Math.ceil(moments / 7)) {
      fixture.remove();
      fixture = filledFixture();
      const args = [...PROCESS, fixture.folder, String(moment), 'staged'];
      const failure = await run(process.execPath, args).catch((error) => error);
      expect(failure.signal, `moment ${moment} of ${moments}`).toBe('SIGKILL');
      const left = await look().catch(() => null);
      const outcome = left?.runs[0]?.outcome ?? 'nothing';
      const [rules, queries] = outcome === 'nothing' ? [0, 0] : [2, 3];
      expect(left?.rules.length ?? 0, `moment ${moment} of ${moments}`).toBe(rules);
      expect(left?.queries ?? 0, `moment ${moment} of ${moments}`).toBe(queries);
      expect(left?.enrichments ?? 0).toBe(outcome === 'completed' ? 2 : 0);
      if (outcome === 'pending' && !seen.has(outcome)) {
        await fixture.sync();
        expect(await look(), `after moment ${moment} of ${moments}`).toEqual(whole);
      }
      seen.add(outcome);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['nothing', 'pending']));
  });
});
