import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getCatalog } from '../client';
import { makeTestedCatalog, type ServedFixture } from '../file/catalog-fixture';
import { getRuleHistory } from '../rule-history';
import { changeDetail } from '../stored/change-detail';
import { someDocument } from '../stored/rows-fixture';
import { ruleText } from '../stored/rule-text';
import { listChanges } from './list-changes';
import { oneChange } from './one-change';
import { changingSyncs } from './syncs';

let fixture: ServedFixture;
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

function text(values: string, rest = 'level: low'): string {
  return `title: T\n${rest}\nlogsource: {product: windows, category: process_creation}\ndetection:\n    s: {Image: [${values}]}\n    condition: s\n`;
}

/** A rule with its versions: in each sync, from the first, its text and what the sync says of the change. */
async function addRule(
  id: string,
  versions: readonly { raw: string; change: string; path?: string; meaning?: string }[],
): Promise<void> {
  const catalog = getCatalog();
  const current = versions.at(-1)?.raw ?? '';
  await catalog.rule.create({
    data: {
      id,
      kind: 'detection',
      title: `Rule ${id}`,
      collection: 'rules',
      path: 'rules/a.yml',
      raw: ruleText.write(current),
      contentHash: '',
      ...someDocument(),
      source: 'github:owner/name',
      retrievedAt: at(1),
      firstSeenAt: at(1),
      changedAt: at(1),
      firstSyncId: 1,
      changedSyncId: versions.length,
    },
  });
  for (const [index, { raw, change, meaning, path = 'rules/a.yml' }] of versions.entries()) {
    const syncId = index + 1;
    await catalog.ruleVersion.create({
      data: {
        ruleId: id,
        syncId,
        contentHash: '',
        // As a sync leaves it: the rule has the text that it still has.
        raw: raw === current ? null : ruleText.write(raw),
        path,
        commit: null,
        change,
        seenAt: at(syncId),
      },
    });
    if (meaning) {
      const detail = changeDetail.write({
        onlyBefore: null,
        onlyAfter: meaning === 'wider' ? { Image: 'c' } : null,
        reason: null,
      });
      await catalog.ruleChange.create({ data: { ruleId: id, syncId, meaning, detail } });
    }
  }
}

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  for (const day of [1, 2, 3]) {
    await getCatalog().syncRun.create({
      data: {
        source: 'github:owner/name',
        commit: `commit${day}`,
        translatorVersion: '',
        startedAt: at(day),
        finishedAt: at(day),
        outcome: day === 3 ? 'unchanged' : 'completed',
        summary: '{}',
      },
    });
  }
  await addRule('wide', [
    { raw: text('a, b'), change: 'new' },
    {
      raw: text('a, b, c', 'level: high'),
      change: 'changed',
      meaning: 'wider',
      path: 'rules/b.yml',
    },
  ]);
  await addRule('text', [
    { raw: text('a'), change: 'new' },
    { raw: text('a', 'level: high'), change: 'changed', meaning: 'text-only' },
  ]);
  await addRule('old', [
    { raw: text('a'), change: 'new' },
    { raw: text('b'), change: 'changed' },
  ]);
  await addRule('gone', [
    { raw: text('a'), change: 'new' },
    { raw: text('a'), change: 'removed' },
  ]);
});

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

describe('changingSyncs', () => {
  it('counts what each sync changed, newest first, without those that changed nothing', async () => {
    const syncs = await changingSyncs();
    expect(syncs.map(({ id, commit, sourceName }) => [id, commit, sourceName])).toEqual([
      [2, 'commit2', 'owner/name'],
      [1, 'commit1', 'owner/name'],
    ]);
    expect(Object.fromEntries(syncs[0]?.counts ?? [])).toEqual({
      removed: 1,
      wider: 1,
      'text-only': 1,
    });
    expect(syncs[0]?.unjudged).toBe(1);
    expect(Object.fromEntries(syncs[1]?.counts ?? [])).toEqual({ new: 4 });
  });
});

describe('listChanges', () => {
  it('tells what is different about a rule that matches other events than before', async () => {
    const { rules, total } = await listChanges(2, 'logic', 1);
    expect(total).toBe(1);
    expect(rules).toMatchObject([
      {
        id: 'wide',
        path: 'rules/b.yml',
        formerPath: 'rules/a.yml',
        change: {
          meaning: 'wider',
          onlyAfter: { Image: 'c' },
          parts: ['level: low → high'],
          words: [
            { kind: 'same', text: 'The process path is one of:' },
            { kind: 'added', text: '`c`' },
            { kind: 'rest', count: 2 },
          ],
        },
      },
    ]);
  });

  it('lists the rules of one kind, by title, page by page', async () => {
    const { rules, page, pages } = await listChanges(1, 'new', 99);
    expect(rules.map(({ id }) => id)).toEqual(['gone', 'old', 'text', 'wide']);
    expect([page, pages]).toEqual([1, 1]);
    expect((await listChanges(2, 'removed', 1)).rules).toMatchObject([
      { id: 'gone', change: null },
    ]);
    expect((await listChanges(2, 'narrower', 1)).rules).toEqual([]);
  });
});

describe('oneChange', () => {
  it('compares the texts of both versions', async () => {
    const change = await oneChange(2, 'wide');
    expect(change).toMatchObject({ judged: { meaning: 'wider' }, parts: ['level: low → high'] });
    const lines = change?.sigma.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== 'same');
    expect(lines?.map(({ kind, text }) => [kind, text.trim()])).toEqual([
      ['removed', 'level: low'],
      ['added', 'level: high'],
      ['removed', 's: {Image: [a, b]}'],
      ['added', 's: {Image: [a, b, c]}'],
    ]);
    expect(change?.after.upstreamUrl).toBe('https://github.com/owner/name/blob/HEAD/rules/b.yml');
  });

  it('shows a change that no sync judged, and none where no text changed', async () => {
    expect(await oneChange(2, 'old')).toMatchObject({ judged: null });
    expect(await oneChange(1, 'wide')).toBeNull();
    expect(await oneChange(2, 'gone')).toBeNull();
    expect(await oneChange(3, 'wide')).toBeNull();
    expect(await oneChange(2, 'nothing')).toBeNull();
  });
});

it('the history of a rule says what its changes mean', async () => {
  const history = await getRuleHistory('wide');
  expect(history?.versions.map(({ syncId, judged }) => [syncId, judged?.meaning])).toEqual([
    [2, 'wider'],
    [1, undefined],
  ]);
});
