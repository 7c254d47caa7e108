import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from './failure';
import { sha256 } from './hash';
import { mergeSources } from './merge-sources';
import { countChanges, planSync, type StoredRule } from './plan';
import { readRules } from './read-rules';
import { stopShrinkingAttack, stopShrinkingCatalog } from './stop-shrinking';
import { type Fixture, makeFixture, plainRule } from './sync-fixture';

const COUNT = 30;
const idOf = (at: number) => `aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}`;
const pathOf = (at: number, folder = 'rules') => `${folder}/${String(at).padStart(2, '0')}.yml`;

const SAME = { former: 'source', next: 'source' };

function ruleFiles(folder: string, count = COUNT) {
  return Array.from({ length: count }, (_, at) => ({
    path: pathOf(at, folder),
    bytes: Buffer.from(plainRule(idOf(at))),
  }));
}

function storedRules(collection: string, count = COUNT): StoredRule[] {
  return Array.from({ length: count }, (_, at) => ({
    id: idOf(at),
    path: pathOf(at),
    sourceId: 'source',
    collection,
    contentHash: sha256(plainRule(idOf(at))),
    readable: true,
    removed: false,
    derivedHash: '',
    proofHash: '',
    enrichedHash: '',
  }));
}

const merged = (read: ReturnType<typeof readRules>) => mergeSources([{ sourceId: 'source', read }]);

describe('a sync whose source shrinks', () => {
  let fixture: Fixture;
  const rulesInFeed = () =>
    fixture.read((catalog) => catalog.rule.count({ where: { removedAt: null, inFeed: true } }));

  beforeAll(async () => {
    fixture = makeFixture();
    for (const { path, bytes } of ruleFiles('rules')) fixture.put(path, bytes);
    await fixture.sync();
    for (let at = 0; at < COUNT - 1; at++) fixture.put(pathOf(at), null);
  });
  afterAll(() => fixture.remove());

  it('stops before it writes, and records what it would remove', async () => {
    const failure = await fixture.sync().catch((error) => error);
    expect(failure).toMatchObject({ name: 'SyncFailure', exitCode: EXIT.removals });
    expect(failure.message).toBe(
      'The sync would remove 29 of the catalog’s 30 rules (96.7 %): rules/00.yml, rules/01.yml, rules/02.yml, rules/03.yml, rules/04.yml, rules/05.yml, rules/06.yml, rules/07.yml, rules/08.yml, rules/09.yml and 19 more',
    );
    expect(failure.next).toMatch(/--accept-removals.*The catalog is unchanged/);
    expect(await rulesInFeed()).toBe(COUNT);
    const run = await fixture.read((catalog) =>
      catalog.syncRun.findFirstOrThrow({ orderBy: { id: 'desc' } }),
    );
    expect(run).toMatchObject({ outcome: 'failed', error: `${failure.message}. ${failure.next}` });
  });

  it('explains how to switch to another source, or to keep both', async () => {
    await expect(
      fixture.sync({ sources: [{ source: { kind: 'starter' }, profile: null }] }),
    ).rejects.toMatchObject({
      exitCode: EXIT.removals,
      next: expect.stringMatching(
        /starter would replace source.*SYNC_SOURCE takes a list.*--accept-removals/,
      ),
    });
    expect(await rulesInFeed()).toBe(COUNT);
  });

  it('removes them once the removals are accepted', async () => {
    const { changes } = await fixture.sync({ acceptRemovals: true });
    expect(changes).toMatchObject({ removed: 29, unchanged: 1 });
  });
});

describe('stopShrinkingCatalog', () => {
  it('lets the first real source replace the starter rules', () => {
    const stored = storedRules('starter');
    const plan = planSync(merged(readRules([], [])), stored);
    expect(plan.removed).toHaveLength(COUNT);
    const sources = { former: 'starter', next: 'github:SigmaHQ/sigma' };
    expect(() => stopShrinkingCatalog(plan, stored, sources)).not.toThrow();
  });

  it('follows rules to a renamed folder', () => {
    const stored = storedRules('rules');
    const plan = planSync(merged(readRules(ruleFiles('rules-renamed'), [])), stored);
    expect(countChanges(plan)).toMatchObject({ renamed: COUNT, removed: 0 });
    expect(() => stopShrinkingCatalog(plan, stored, SAME)).not.toThrow();
  });

  it('stops when rules leave the feed because they become deprecated', () => {
    const stored = storedRules('rules');
    const plan = planSync(merged(readRules(ruleFiles('deprecated'), [])), stored);
    expect(() => stopShrinkingCatalog(plan, stored, SAME)).toThrow(
      /^The sync would deprecate 30 of the catalog’s 30 rules/,
    );
  });

  it('does not count rules that the catalog keeps because they cannot be read', () => {
    const stored = storedRules('rules');
    const refused = stored.map(({ path }) => path);
    const plan = planSync(merged(readRules([], refused)), stored);
    expect(plan.kept).toHaveLength(COUNT);
    expect(() => stopShrinkingCatalog(plan, stored, SAME)).not.toThrow();
  });

  it.each([
    [20, 30, false],
    [21, 30, true],
    [30, 300, false],
    [31, 300, true],
  ])('with %d of %d rules gone, stops: %s', (gone, total, stops) => {
    const stored = storedRules('rules', total);
    const plan = planSync(merged(readRules(ruleFiles('rules', total).slice(gone), [])), stored);
    const check = () => stopShrinkingCatalog(plan, stored, SAME);
    if (stops) expect(check).toThrow(`remove ${gone} of the catalog’s ${total} rules`);
    else expect(check).not.toThrow();
  });
});

describe('stopShrinkingAttack', () => {
  it('stops at a bundle that lacks more than a tenth of the techniques', () => {
    expect(() => stopShrinkingAttack('bundle.json', 600, 697)).toThrow(
      'The ATT&CK data of bundle.json has 600 techniques. The catalog has 697, so the sync would remove 97 (13.9 %)',
    );
  });

  it.each([
    ['the first sync', 697, 0],
    ['a bundle that merges a few techniques', 640, 697],
    ['a small bundle', 5, 25],
    ['a bundle that grows', 900, 697],
  ])('allows %s', (_what, techniques, stored) => {
    expect(() => stopShrinkingAttack('bundle.json', techniques, stored)).not.toThrow();
  });
});
