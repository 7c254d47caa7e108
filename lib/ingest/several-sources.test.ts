import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { EXIT } from './failure';
import type { SourceProfile } from './source';
import { makeArchive } from './source/archive-fixture';
import { startGithubDouble } from './source/github-double';
import { type Fixture, ID, makeFixture, plainRule } from './sync-fixture';

let fixture: Fixture;
let first: string;
let second: string;

beforeEach(() => {
  fixture = makeFixture();
  first = path.join(fixture.folder, 'first');
  second = path.join(fixture.folder, 'second');
  put(first, 'rules/a.yml', plainRule(ID.a));
  put(second, 'rules/b.yml', plainRule(ID.b));
});
afterEach(() => fixture.remove());

function put(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const profileOf = (id: string, inFeed: boolean): SourceProfile => ({
  id,
  name: id.toUpperCase(),
  homepage: null,
  licence: { name: `Licence of ${id}`, url: null },
  trust: 'community',
  inFeed,
  folders: [],
});

const sync = (folders = [first, second], options: { acceptRemovals?: boolean } = {}) =>
  fixture.sync({
    ...options,
    sources: folders.map((folder) => ({
      source: { kind: 'directory', path: folder },
      profile: profileOf(path.basename(folder), folder === first),
    })),
  });

const current = () =>
  fixture.read(async (catalog) => {
    const rows = await catalog.rule.findMany({
      where: { removedAt: null },
      orderBy: { id: 'asc' },
      select: { id: true, sourceId: true },
    });
    return rows.map(({ id, sourceId }) => `${id.slice(0, 1)} ${sourceId}`);
  });
const issuesOf = (summary: Summary) => summary.issues.byCode;
const stateOf = (id: string) =>
  fixture.read((catalog) => catalog.source.findUniqueOrThrow({ where: { id } }));

describe('a sync of two sources', () => {
  it('has the rules of both, each with its source and its licence', async () => {
    const summary = await sync();
    expect(await current()).toEqual(['a first', 'b second']);
    expect(summary).toMatchObject({
      source: 'first, second',
      rules: { total: 2, inFeed: 1 },
      sources: [
        { id: 'first', name: 'FIRST', rules: 1, error: null },
        { id: 'second', name: 'SECOND', rules: 1, error: null },
      ],
    });
    expect(await stateOf('second')).toMatchObject({
      licence: 'Licence of second',
      trust: 'community',
      inFeed: false,
      position: 1,
    });
    expect(await sync()).toMatchObject({ outcome: 'unchanged' });
  });

  it('shows a rule that both have once, from the first, with the other', async () => {
    put(second, 'rules/x/a.yml', plainRule(ID.a));
    await sync();
    const others = () => fixture.read((catalog) => catalog.otherSource.findMany());
    expect(await current()).toEqual(['a first', 'b second']);
    expect(await others()).toEqual([
      { ruleId: ID.a, sourceId: 'second', path: 'rules/x/a.yml', same: true },
    ]);
    put(second, 'rules/x/a.yml', plainRule(ID.a, { title: 'Newer' }));
    await sync();
    expect(await others()).toMatchObject([{ same: false }]);
    await sync([second, first]);
    expect(await current()).toEqual(['a second', 'b second']);
    expect(await others()).toMatchObject([{ ruleId: ID.a, sourceId: 'first' }]);
  });

  it('keeps the rules of one that has vanished, and syncs the other', async () => {
    await sync();
    rmSync(second, { recursive: true });
    put(first, 'rules/c.yml', plainRule(ID.c));
    const summary = await sync();
    expect(await current()).toEqual(['a first', 'b second', 'c first']);
    expect(summary).toMatchObject({ changes: { new: 1, removed: 0, kept: 1 } });
    expect(issuesOf(summary)).toMatchObject({ 'ingest/source-left-out': 1 });
    const [, left] = summary.sources ?? [];
    expect(left).toMatchObject({ id: 'second', rules: 1 });
    expect(left?.error?.message).toMatch(/Cannot read the folder/);
    expect((await stateOf('second')).error).toMatch(/Cannot read the folder/);
    put(second, 'rules/b.yml', plainRule(ID.b));
    await sync();
    expect((await stateOf('second')).error).toBeNull();
  });

  it('keeps the rules of a repository that answers 500, and syncs the other', async () => {
    const tarball = await makeArchive([
      { name: 'x-y-1/rules/b.yml', content: plainRule(ID.b) },
      { name: 'x-y-1/rules/d.yml', content: plainRule(ID.d) },
    ]);
    const github = await startGithubDouble('a'.repeat(40), tarball);
    const repository = { kind: 'github', owner: 'some', name: 'rules', ref: null } as const;
    const syncBoth = () =>
      fixture.sync({
        github: { apiUrl: github.apiUrl, token: null },
        sources: [
          { source: { kind: 'directory', path: first }, profile: profileOf('first', true) },
          { source: repository, profile: profileOf('remote', true) },
        ],
      });
    try {
      await syncBoth();
      expect(await current()).toEqual(['a first', 'b remote', 'd remote']);
      put(first, 'rules/c.yml', plainRule(ID.c));
      github.faults.api.push(...Array(9).fill({ kind: 'status', status: 500 }));
      const summary = await syncBoth();
      expect(await current()).toEqual(['a first', 'b remote', 'c first', 'd remote']);
      expect(summary).toMatchObject({ changes: { new: 1, removed: 0, kept: 2 } });
      expect(summary.sources?.[1]).toMatchObject({ id: 'remote', rules: 2 });
      expect(summary.sources?.[1]?.error?.message).toContain('500');
    } finally {
      await github.close();
    }
  });

  it('fails if none of them can be read', async () => {
    await sync();
    rmSync(first, { recursive: true });
    rmSync(second, { recursive: true });
    await expect(sync()).rejects.toMatchObject({ exitCode: EXIT.source });
    expect(await current()).toEqual(['a first', 'b second']);
  });

  it('leaves out one without readable rules', async () => {
    put(second, 'rules/b.yml', 'title: nothing\n');
    const summary = await sync();
    expect(await current()).toEqual(['a first']);
    expect(summary.sources?.[1]?.error?.message).toBe('second contains no readable rules');
  });
});

describe('a source that shrinks', () => {
  const idOf = (at: number) => `eeeeeeee-0000-4000-8000-0000000000${String(at).padStart(2, '0')}`;
  const fileOf = (at: number) => `rules/many/${at}.yml`;

  beforeEach(async () => {
    for (let at = 0; at < 30; at++) put(second, fileOf(at), plainRule(idOf(at)));
    await sync();
    for (let at = 0; at < 25; at++) rmSync(path.join(second, fileOf(at)));
    put(first, 'rules/c.yml', plainRule(ID.c));
  });

  it('is held back until the removals are accepted, while the other is synced', async () => {
    const held = await sync();
    expect(held).toMatchObject({ rules: { total: 33 }, changes: { new: 1, removed: 0, kept: 31 } });
    expect(held.sources?.map(({ rules }) => rules)).toEqual([2, 31]);
    const error = held.sources?.[1]?.error;
    expect(error?.message).toMatch(/^The sync would remove 25 of second’s 31 rules/);
    expect(error?.next).toMatch(/--accept-removals.*Its rules stay as they are/);
    const accepted = await sync(undefined, { acceptRemovals: true });
    expect(accepted).toMatchObject({ rules: { total: 8 }, changes: { removed: 25 } });
    expect(accepted.sources?.[1]?.error).toBeNull();
  });

  it('stops the sync if it leaves the list, as the rules of a whole source would go', async () => {
    await expect(sync([first])).rejects.toMatchObject({ exitCode: EXIT.removals });
    await sync([first], { acceptRemovals: true });
    expect(await current()).toEqual(['a first', 'c first']);
    await expect(stateOf('second')).rejects.toThrow();
  });
});
