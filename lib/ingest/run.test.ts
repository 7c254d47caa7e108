import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseOf } from '../catalog/database';
import { TESTED } from '../catalog/database/database-fixture';
import type { RuleIndex } from '../catalog/rule-index';
import { readDocument } from '../catalog/stored/rule-document';
import { ruleText, textOfVersion } from '../catalog/stored/rule-text';
import { readTranslation } from '../catalog/stored/translation';
import { EXIT } from './failure';
import { ownId } from './own-id';
import { makeArchive } from './source/archive-fixture';
import { type GithubDouble, startGithubDouble } from './source/github-double';
import { loadTools, type SyncTools } from './steps/tools';
import { storeAt } from './store';
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
    expect(ruleText.read(rule.raw, ID.a)).toBe(text);
    expect(readDocument(rule).custom).toEqual({ custom: { mine: 1 } });
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
    const rule = { id: ID.a, queries: [], techniques: [], tactics: [] };
    const index = { rules: [rule] } as unknown as RuleIndex;
    const found = await fixture.read(async (catalog) => {
      const search = databaseOf(catalog).search(catalog, index);
      return Promise.all([
        search.matching({ text: 'encoding', phrase: false }),
        search.matching({ text: 'command encoded', phrase: true }),
        search.withPart('ncoded comm', () => false),
        search.withPart('ncoded_comn', () => false),
      ]);
    });
    expect(found).toEqual([[0], [], [0], []]);
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

  it('keeps the text of each version, the present one only with the rule', async () => {
    const former = plainRule(ID.a);
    const texts = [former, former.replace('Detects', 'Finds'), former];
    for (const text of texts.slice(1)) {
      fixture.put('rules/a.yml', text);
      await fixture.sync();
    }
    const { raw, versions } = await fixture.read((catalog) =>
      catalog.rule.findUniqueOrThrow({
        where: { id: ID.a },
        select: { raw: true, versions: { orderBy: { id: 'asc' } } },
      }),
    );
    const current = ruleText.read(raw, ID.a);
    expect(versions.map((version) => textOfVersion(version, current))).toEqual(texts);
    expect(versions.map((version) => version.raw === null)).toEqual([false, false, true]);
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
    expect(ruleText.read(raw.raw, ID.b)).toBe(plainRule(ID.b));
    expect((await issueCodes()).map((each) => each.code)).toEqual(
      expect.arrayContaining([code, 'ingest/kept']),
    );
  });

  it('leaves the catalog unchanged when the source cannot be read', async () => {
    const before = await paths();
    const source = { kind: 'archive', path: __filename } as const;
    const options = { sources: [{ source, profile: null }] };
    await expect(fixture.sync(options)).rejects.toMatchObject({ exitCode: EXIT.source });
    expect(await paths()).toEqual(before);
  });
});

describe('a step that fails on one rule', () => {
  const broken =
    (over: (tools: SyncTools) => Partial<SyncTools>) => (root: string, limit: number) => {
      const tools = loadTools(root, limit);
      return { ...tools, ...over(tools) };
    };
  const failsToEnrich = broken(({ enrich }) => ({
    enrich: (input) => {
      if (input.rule.id === ID.b) throw new Error('no words\n  at line 2');
      return enrich(input);
    },
  }));
  const failsToTranslate = broken(({ translator }) => ({
    translator: {
      ...translator,
      translate: (rule, ...rest) => {
        if (rule.id === ID.b) throw new Error('no query');
        return translator.translate(rule, ...rest);
      },
    },
  }));
  const makesNoRow = broken(({ enrich }) => ({
    enrich: (input) => {
      const made = enrich(input);
      // JSON has no such number.
      return input.rule.id === ID.b ? { ...made, triage: [1n] as never } : made;
    },
  }));
  const stored = () =>
    fixture.read((catalog) =>
      catalog.rule.findMany({
        orderBy: { id: 'asc' },
        select: { id: true, title: true, enrichment: true, translations: true },
      }),
    );
  const failures = () =>
    fixture.read((catalog) =>
      catalog.syncIssue.findMany({
        where: { ruleId: ID.b },
        orderBy: { id: 'asc' },
        select: { code: true, path: true, message: true },
      }),
    );

  beforeEach(() => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    fixture.put('rules/b.yml', plainRule(ID.b));
  });

  it('stores a new rule without its enrichment, and tries again when the source changes', async () => {
    await fixture.sync({ loadTools: failsToEnrich });
    expect((await stored()).map((rule) => rule.enrichment !== null)).toEqual([true, false]);
    expect(await failures()).toEqual([
      {
        code: 'ingest/step-failed',
        path: 'rules/b.yml',
        message: 'The enrichment failed: no words',
      },
    ]);
    fixture.put('rules/c.yml', plainRule(ID.c));
    expect((await fixture.sync()).work).toMatchObject({ enriched: 2 });
    expect((await stored()).map((rule) => rule.enrichment !== null)).toEqual([true, true, true]);
  });

  it('keeps the former enrichment of a changed rule', async () => {
    await fixture.sync();
    const before = await stored();
    fixture.put('rules/b.yml', plainRule(ID.b, { title: 'Other title' }));
    await fixture.sync({ loadTools: failsToEnrich });
    const after = await stored();
    expect(after[1]?.title).toBe('Other title');
    expect(after[1]?.enrichment).toEqual(before[1]?.enrichment);
  });

  it('gives a new rule no query, and says why', async () => {
    await fixture.sync({ loadTools: failsToTranslate });
    const [a, b] = await stored();
    expect([a, b].map((rule) => rule?.translations.length)).toEqual([3, 3]);
    expect(b?.translations[0]).toMatchObject({ outcome: 'unsupported', kql: null });
    expect((await failures()).map(({ code, path }) => [code, path])).toEqual(
      Array(3).fill(['ingest/translator-failed', 'rules/b.yml']),
    );
  });

  it('keeps the former queries of an unchanged rule', async () => {
    fixture.put('rules/b.yml', plainRule(ID.b).replace(': fixture', ': windows'));
    await fixture.sync();
    const before = await stored();
    await fixture.read((catalog) => catalog.rule.updateMany({ data: { derivedHash: 'old' } }));
    fixture.put('rules/c.yml', plainRule(ID.c));
    await fixture.sync({ loadTools: failsToTranslate });
    expect((await failures()).map(({ code }) => code)).toContain('ingest/translator-failed');
    expect((await stored())[1]?.translations).toEqual(before[1]?.translations);
  });

  it('reports the issues of an unchanged rule again, until its cause is gone', async () => {
    const reported = () =>
      fixture.read(async (catalog) => {
        const last = await catalog.syncRun.findFirstOrThrow({
          orderBy: { id: 'desc' },
          include: { issues: { where: { ruleId: { not: null } } } },
        });
        return new Set(last.issues.map(({ ruleId, code }) => `${ruleId} ${code}`));
      });
    const expected = new Set([`${ID.a} ingest/bad-sample`, `${ID.b} ingest/translator-failed`]);
    fixture.put(`regression_data/rules/a/${ID.a}.json`, '{"EventID": 1');
    await fixture.sync({ loadTools: failsToTranslate });
    expect(await reported()).toEqual(expected);
    fixture.put('rules/c.yml', plainRule(ID.c));
    await fixture.sync({ loadTools: failsToTranslate });
    expect(await reported()).toEqual(expected);
    fixture.put(`regression_data/rules/a/${ID.a}.json`, '{"EventID": 1}');
    await fixture.sync();
    expect(await reported()).toEqual(new Set());
  });

  it('gives up on a rule whose queries come back unchecked, and goes on', async () => {
    const rule = plainRule(ID.b).replace('Field', 'Image');
    fixture.put(
      'rules/b.yml',
      rule.replace('product: fixture', 'product: windows\n    category: process_creation'),
    );
    const checksNothing = broken(({ proofPool }) => ({
      proofPool: {
        ...proofPool,
        prove: async (tasks) =>
          tasks.map(() => ({
            checked: [],
            evidence: [],
            stopped: null,
            milliseconds: 0,
            checkMilliseconds: 0,
          })),
      },
    }));
    const { rules } = await fixture.sync({ loadTools: checksNothing });
    expect(rules?.total).toBe(2);
    expect((await stored()).map(({ translations }) => translations.length)).toEqual([3, 0]);
    expect(await failures()).toEqual([
      {
        code: 'ingest/step-failed',
        path: 'rules/b.yml',
        message: 'The proof failed: A query was not checked',
      },
    ]);
  });

  it('leaves out a rule that cannot become a row', async () => {
    const summary = await fixture.sync({ loadTools: makesNoRow });
    expect(summary).toMatchObject({ outcome: 'completed', rules: { total: 1 } });
    expect((await stored()).map(({ id }) => id)).toEqual([ID.a]);
    expect(await failures()).toMatchObject([
      {
        code: 'ingest/step-failed',
        path: 'rules/b.yml',
        message: expect.stringMatching(/^The row failed: /),
      },
    ]);
    fixture.put('rules/c.yml', plainRule(ID.c));
    expect((await fixture.sync()).rules?.total).toBe(3);
  });
});

describe('a hostile source', () => {
  it('keeps both of two rules with the same id, the second under an id of its own', async () => {
    fixture.put('rules/z.yml', plainRule(ID.a, { title: 'Second' }));
    fixture.put('rules/b.yml', plainRule(ID.a, { title: 'First' }));
    await fixture.sync();
    const second = ownId('source', 'rules/z.yml', 0);
    expect(await paths()).toEqual({ [ID.a]: 'rules/b.yml', [second]: 'rules/z.yml' });
    expect(await issueCodes()).toContainEqual({
      code: 'ingest/duplicate-id',
      path: 'rules/z.yml',
      line: null,
    });
  });

  it('reads rules whose texts are names that every object inherits', async () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
    const parts = ['product', 'category', 'service'];
    let count = 0;
    for (const name of names) {
      for (const part of parts)
        fixture.put(`rules/${name}-${part}.yml`, inherited(name, part, count++));
    }
    const { rules } = await fixture.sync();
    expect(rules?.total).toBe(count);
    const issues = await issueCodes();
    expect(issues.filter(({ code }) => /failed/.test(code))).toEqual([]);
    const enriched = await fixture.read((catalog) => catalog.enrichment.count());
    expect(enriched).toBe(count);
  });

  it.each([
    ['aliases that expand endlessly', bomb(), 'sigma/too-many-nodes'],
    ['merge keys that expand endlessly', mergeBomb(), 'sigma/too-many-nodes'],
    ['endless nesting', `${'a: {'.repeat(2000)}`, 'sigma/too-deep'],
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

  it.each([
    ['no id', plainRule(ID.b).replace(/^id: .*\n/m, '')],
    ['an id that no address can have', plainRule('..')],
  ])('keeps a rule with %s under the same id of its own in every sync', async (_what, content) => {
    fixture.put('rules/bad.yml', content);
    const own = ownId('source', 'rules/bad.yml', 0);
    await fixture.sync();
    expect(await paths()).toEqual({ [own]: 'rules/bad.yml' });
    fixture.put('rules/bad.yml', content.replace('status: test', 'status: stable'));
    const { rules } = await fixture.sync();
    expect(rules?.total).toBe(1);
    expect(await paths()).toEqual({ [own]: 'rules/bad.yml' });
    expect((await issueCodes()).map(({ code }) => code)).toContain('ingest/no-id');
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
    const [unread] = rule.translations.map(readTranslation);
    expect(unread?.diagnostics).toMatchObject([{ code: 'translate/unreadable' }]);
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
    await fixture.sync();
    const lock = await storeAt(fixture.address).lock();
    await expect(fixture.sync()).rejects.toMatchObject({
      exitCode: EXIT.locked,
      message: expect.stringMatching(/Another sync/),
    });
    await lock.release();
    expect((await fixture.sync()).outcome).toBe('unchanged');
  });
});

describe('a catalog that cannot be used', () => {
  it('explains what to do', async () => {
    fixture.put('rules/a.yml', plainRule(ID.a));
    const database = TESTED === 'sqlite' ? fixture.folder : 'postgresql://127.0.0.1:9/none';
    await expect(fixture.sync({ database })).rejects.toMatchObject({
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
      sources: [
        {
          source: { kind: 'github', owner: 'SigmaHQ', name: 'sigma', ref: null },
          profile: null,
        },
      ],
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

function mergeBomb(): string {
  const keys = Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(', ');
  return `a: &a {${keys}}\nb: {<<: [${Array(5000).fill('*a').join(', ')}]}\n`;
}

/** A rule that has a name that every object inherits wherever it can have a text. */
function inherited(name: string, part: string, count: number): string {
  const rest = part === 'product' ? '' : '    product: windows\n';
  return `title: ${name}
id: aaaaaaaa-0000-4000-8000-${String(count).padStart(12, '0')}
name: ${name}
status: ${name}
level: ${name}
license: ${name}
taxonomy: ${name}
${name}: 1
author: ${name}
tags:
    - ${name}.${name}
    - attack.${name}
references:
    - ${name}
falsepositives:
    - ${name}
fields:
    - ${name}
related:
    - id: ${name}
      type: ${name}
logsource:
${rest}    ${part}: ${name}
detection:
    ${name}:
        ${name}: ${name}
        Image|endswith: \\${name}
        ${name}|expand: '%${name}%'
    condition: ${name}
`;
}
