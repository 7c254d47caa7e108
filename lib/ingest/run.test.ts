import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from './failure';
import { takeLock } from './lock';
import { makeArchive } from './source/archive-fixture';
import { type GithubDouble, startGithubDouble } from './source/github-double';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

let fixture: Fixture;
beforeEach(() => {
  fixture = makeFixture();
});
afterEach(() => fixture.remove());

const paths = () =>
  fixture.read(async (catalog) => {
    const rules = await catalog.rule.findMany({ where: { removedAt: null } });
    return Object.fromEntries(rules.map(({ id, path }) => [id, path]));
  });

const issueCodes = (syncCount = 1) =>
  fixture.read(async (catalog) => {
    const runs = await catalog.syncRun.findMany({
      orderBy: { id: 'desc' },
      take: syncCount,
      include: { issues: true },
    });
    return runs.flatMap(({ issues }) =>
      issues.map(({ code, path, line }) => ({ code, path, line })),
    );
  });

describe('a first sync', () => {
  it('stores each complete rule with its techniques and tactics', async () => {
    const text = `${plainRule(ID.a)}custom:\n    mine: 1\n`.replaceAll('\n', '\r\n');
    fixture.put('rules/a.yml', text);
    const summary = await fixture.sync();
    expect(summary).toMatchObject({
      outcome: 'completed',
      source: 'source',
      rules: { total: 1, inFeed: 1, byCollection: { rules: 1 } },
      changes: { new: 1, changed: 0, removed: 0 },
      attack: { version: '19.2' },
    });
    const rule = await fixture.read((catalog) =>
      catalog.rule.findUniqueOrThrow({
        where: { id: ID.a },
        include: { translations: true, enrichment: true, techniques: true, tactics: true },
      }),
    );
    expect(rule.raw).toBe(text);
    expect(JSON.parse(rule.document).custom).toEqual({ custom: { mine: 1 } });
    expect(rule.translations).toHaveLength(3);
    expect(rule.enrichment?.hypothesis).toBeTruthy();
    expect(rule.techniques).toMatchObject([{ techniqueId: 'T1059.001', tag: 'attack.t1059.001' }]);
    expect(rule.tactics).toMatchObject([{ shortName: 'execution' }]);
  });

  it('names the collection after the folder, and keeps retired rules out of the feed', async () => {
    fixture.put('rules-dfir/a.yml', plainRule(ID.a));
    fixture.put('deprecated/b.yml', plainRule(ID.b));
    fixture.put('unsupported/c.yml', plainRule(ID.c));
    const { rules } = await fixture.sync();
    expect(rules).toEqual({
      total: 3,
      inFeed: 1,
      byCollection: { deprecated: 1, 'rules-dfir': 1, unsupported: 1 },
    });
  });

  it('reads every document of a file', async () => {
    fixture.put('rules/both.yml', `${plainRule(ID.a)}---\n${plainRule(ID.b)}`);
    await fixture.sync();
    expect(await paths()).toEqual({ [ID.a]: 'rules/both.yml', [ID.b]: 'rules/both.yml' });
  });

  it('finds rules by words and by parts of words', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a, { title: 'Suspicious Encoded Command' }));
    await fixture.sync();
    const found = await fixture.read((catalog) =>
      Promise.all([
        catalog.$queryRaw`SELECT "ruleId" FROM "RuleSearch" WHERE "RuleSearch" MATCH 'encoding'`,
        catalog.$queryRaw`SELECT "ruleId" FROM "RuleSubstring" WHERE "text" LIKE '%ncoded comm%'`,
      ]),
    );
    expect(found).toEqual([[{ ruleId: ID.a }], [{ ruleId: ID.a }]]);
  });

  it('fails on a source without rules, and records why for the status page', async () => {
    fixture.put('rules/a.txt', 'nothing');
    await expect(fixture.sync()).rejects.toMatchObject({ exitCode: EXIT.source });
    const runs = await fixture.read((catalog) => catalog.syncRun.findMany());
    expect(runs).toMatchObject([
      { outcome: 'failed', error: expect.stringMatching(/contains no readable rules/) },
    ]);
  });
});

describe('a later sync', () => {
  beforeEach(async () => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    fixture.put('rules/b.yml', plainRule(ID.b));
    fixture.put('rules/c.yml', plainRule(ID.c));
    await fixture.sync();
  });

  it('does nothing when nothing changed', async () => {
    const summary = await fixture.sync();
    expect(summary.outcome).toBe('unchanged');
    expect(summary.changes).toMatchObject({ new: 0, changed: 0, unchanged: 3 });
    expect(summary.work).toEqual({ translated: 0, checked: 0, proved: 0, enriched: 0 });
  });

  it('processes only the rule that changed', async () => {
    fixture.put('rules/b.yml', plainRule(ID.b, { title: 'Other title' }));
    const summary = await fixture.sync();
    expect(summary.work).toMatchObject({ translated: 1, enriched: 1 });
  });

  it('records new, changed, renamed and removed rules', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a, { title: 'Changed' }));
    fixture.put('rules/b.yml', null);
    fixture.put('rules/moved/b.yml', plainRule(ID.b));
    fixture.put('rules/c.yml', null);
    fixture.put('rules/d.yml', plainRule(ID.d));
    const { changes } = await fixture.sync();
    expect(changes).toEqual({
      new: 1,
      changed: 1,
      renamed: 1,
      removed: 1,
      restored: 0,
      unchanged: 0,
      kept: 0,
    });
    const versions = await fixture.read((catalog) =>
      catalog.ruleVersion.findMany({ where: { syncId: 2 }, orderBy: { ruleId: 'asc' } }),
    );
    expect(versions.map(({ ruleId, change }) => [ruleId, change])).toEqual([
      [ID.a, 'changed'],
      [ID.b, 'renamed'],
      [ID.c, 'removed'],
      [ID.d, 'new'],
    ]);
    expect(await paths()).toEqual({
      [ID.a]: 'rules/a.yml',
      [ID.b]: 'rules/moved/b.yml',
      [ID.d]: 'rules/d.yml',
    });
  });

  it('restores a rule that comes back', async () => {
    fixture.put('rules/c.yml', null);
    await fixture.sync();
    fixture.put('rules/c.yml', plainRule(ID.c));
    const { changes, rules } = await fixture.sync();
    expect(changes).toMatchObject({ restored: 1, new: 0 });
    expect(rules?.total).toBe(3);
  });

  it.each([
    ['is no longer YAML', ': [', 'sigma/yaml-syntax'],
    ['has a condition that cannot be read', null, 'sigma/condition-syntax'],
    ['is no longer UTF-8', new Uint8Array([0x74, 0xff, 0xfe]), 'ingest/not-utf8'],
  ])('keeps the last good version of a rule that %s', async (_what, content, code) => {
    const broken =
      content ?? plainRule(ID.b).replace('condition: selection', 'condition: selection and (');
    fixture.put('rules/b.yml', broken);
    const { changes, rules } = await fixture.sync();
    expect(changes).toMatchObject({ kept: 1, removed: 0, changed: 0 });
    expect(rules?.total).toBe(3);
    const raw = await fixture.read((catalog) =>
      catalog.rule.findUniqueOrThrow({ where: { id: ID.b }, select: { raw: true } }),
    );
    expect(raw.raw).toBe(plainRule(ID.b));
    expect((await issueCodes()).map((each) => each.code)).toEqual(
      expect.arrayContaining([code, 'ingest/kept']),
    );
  });

  it('leaves the catalog unchanged when the source cannot be read', async () => {
    const before = await paths();
    const options = { source: { kind: 'archive', path: __filename } } as const;
    await expect(fixture.sync(options)).rejects.toMatchObject({ exitCode: EXIT.source });
    expect(await paths()).toEqual(before);
  });
});

describe('a hostile source', () => {
  it('keeps the first of two rules with the same id, in the order of their paths', async () => {
    fixture.put('rules/z.yml', plainRule(ID.a, { title: 'Second' }));
    fixture.put('rules/b.yml', plainRule(ID.a, { title: 'First' }));
    await fixture.sync();
    expect(await paths()).toEqual({ [ID.a]: 'rules/b.yml' });
    expect(await issueCodes()).toContainEqual({
      code: 'ingest/duplicate-id',
      path: 'rules/z.yml',
      line: null,
    });
  });

  it.each([
    ['aliases that expand endlessly', bomb(), 'sigma/too-many-nodes'],
    ['endless nesting', `${'a: {'.repeat(2000)}`, 'sigma/too-deep'],
    ['no id', plainRule(ID.b).replace(/^id: .*\n/m, ''), 'ingest/no-id'],
    ['nothing', '', 'sigma/empty-document'],
    ['a list', '- 1\n- 2\n', 'sigma/not-a-rule'],
  ])('skips a rule file with %s, and no other file', async (_what, content, code) => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    fixture.put('rules/bad.yml', content);
    const { rules } = await fixture.sync();
    expect(rules?.total).toBe(1);
    const issues = await issueCodes();
    expect(
      issues.filter(({ path }) => path === 'rules/bad.yml').map((each) => each.code),
    ).toContain(code);
  });

  it('stores a rule whose logic cannot be read, marked with the reason', async () => {
    const text = plainRule(ID.a).replace('condition: selection', 'condition: selection | near x');
    fixture.put('unsupported/a.yml', text);
    await fixture.sync();
    const rule = await fixture.read((catalog) =>
      catalog.rule.findUniqueOrThrow({ where: { id: ID.a }, include: { translations: true } }),
    );
    expect(rule.readable).toBe(false);
    expect(rule.translations.map(({ outcome }) => outcome)).toEqual(Array(3).fill('unsupported'));
    expect(rule.translations[0]?.diagnostics).toContain('translate/unreadable');
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++) {
    const aliases = Array(10)
      .fill(`*a${level - 1}`)
      .join(', ');
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  return `${plainRule(ID.b)}${lines.join('\n')}\n`;
}

describe('two syncs at once', () => {
  it('make the second one fail', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    const lock = takeLock(fixture.databaseFile);
    await expect(fixture.sync()).rejects.toMatchObject({
      exitCode: EXIT.locked,
      message: expect.stringMatching(/Another sync/),
    });
    lock.release();
    expect((await fixture.sync()).outcome).toBe('completed');
  });
});

describe('a catalog that cannot be used', () => {
  it.each([
    ['is not a database', () => writeFileSync(fixture.databaseFile, 'no database '.repeat(1000))],
    ['is a folder', () => mkdirSync(fixture.databaseFile)],
  ])('explains what to do when it %s', async (_what, spoil) => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    spoil();
    await expect(fixture.sync()).rejects.toMatchObject({
      exitCode: EXIT.store,
      next: expect.stringMatching(/DATABASE_URL/),
    });
  });
});

describe('a sync from GitHub', () => {
  let github: GithubDouble;
  beforeEach(async () => {
    const tarball = await makeArchive([{ name: 'x-y-1/rules/a.yml', content: plainRule(ID.a) }]);
    github = await startGithubDouble('a'.repeat(40), tarball);
  });
  afterEach(() => github.close());

  const syncGithub = () =>
    fixture.sync({
      source: { kind: 'github', owner: 'SigmaHQ', name: 'sigma', ref: null },
      github: { apiUrl: github.apiUrl, token: null },
    });

  it('makes one request when nothing is new, and fetches when something is', async () => {
    expect(await syncGithub()).toMatchObject({ outcome: 'completed', commit: 'a'.repeat(40) });
    github.requests.length = 0;
    expect((await syncGithub()).outcome).toBe('unchanged');
    expect(github.requests).toHaveLength(1);
    github.commit = 'b'.repeat(40);
    github.etag = 'W/"second"';
    const content = plainRule(ID.a, { title: 'Other' });
    github.tarball = await makeArchive([{ name: 'x-y-2/rules/a.yml', content }]);
    expect(await syncGithub()).toMatchObject({
      outcome: 'completed',
      commit: 'b'.repeat(40),
      changes: { changed: 1 },
    });
  });
});
