import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { getCatalog } from './client';
import { type CatalogFixture, makeCatalog } from './file/catalog-fixture';
import { getRuleIndex } from './get-rule-index';
import { searchText } from './search-text';
import { rulesAt } from './sort-rules';
import { indexedWords } from './stored/joints';
import { someDocument } from './stored/rows-fixture';
import { ruleText } from './stored/rule-text';

// More rules than have a rank, all with the word `common`, which three have in their titles too.

const RULES = 5200;
let fixture: CatalogFixture;

beforeAll(async () => {
  fixture = await makeCatalog();
  vi.stubEnv('DATABASE_URL', `file:${fixture.file}`);
  const database = new Database(fixture.file);
  const insert = (table: string, columns: readonly string[]) => {
    const names = columns.map((column) => `"${column}"`);
    return database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?')})`);
  };
  const { document } = someDocument();
  const rule = insert('Rule', [
    ...['id', 'kind', 'title', 'collection', 'path', 'raw', 'contentHash', 'document', 'source'],
    ...['retrievedAt', 'firstSeenAt', 'changedAt', 'firstSyncId', 'changedSyncId'],
  ]);
  const searched = insert('RuleSearch', [
    ...['ruleId', 'title', 'description', 'raw', 'kql', 'hypothesis'],
  ]);
  const words = insert('RuleWord', ['ruleId', 'text']);
  const now = new Date().toISOString();
  database.exec('BEGIN');
  for (let at = 0; at < RULES; at++) {
    const id = `r${String(at).padStart(5, '0')}`;
    const title = at % 2000 === 0 ? `Common ${at}` : `Rule ${at}`;
    const text = at === 7 ? 'common C:\\one.exe' : 'common';
    const raw = ruleText.write(text);
    rule.run(id, 'd', title, 'rules', '', raw, '', document, 'test', now, now, now, 1, 1);
    searched.run(id, title, '', text, '', '');
    words.run(id, indexedWords(text, ''));
  }
  database.exec('COMMIT');
  database.close();
});

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  fixture.remove();
});

const search = async (text: string) => searchText(await getRuleIndex(), { text, phrase: false });

it('finds all rules with a common word, and ranks those that have it in their titles', async () => {
  const { places, ranks } = await search('common');
  expect(places.count()).toBe(RULES);
  const { rules } = await getRuleIndex();
  const titles = [...ranks.keys()].map((place) => rules[place]?.title);
  expect(titles.sort()).toEqual(['Common 0', 'Common 2000', 'Common 4000']);
});

it('finds all rules with a part of a common word, without a rank', async () => {
  const { places, ranks } = await search('ommo');
  expect([places.count(), ranks.size]).toEqual([RULES, 0]);
});

it.each(['one.exe', ':\\one', 'c:\\ONE.ex', 'on_.exe'])(
  'finds the one rule with %s',
  async (text) => {
    const { places } = await search(text);
    expect(rulesAt(await getRuleIndex(), places).map(({ id }) => id)).toEqual(['r00007']);
  },
);

it('finds nothing where no rule has the text', async () => {
  expect((await search('exe.one')).places.count()).toBe(0);
  expect((await search('uncommon')).places.count()).toBe(0);
});

it('finds what is there after the index of the search was written anew', async () => {
  await search('common');
  const database = new Database(fixture.file);
  database.exec(`DELETE FROM "RuleSearch" WHERE "ruleId" = 'r00001'`);
  database
    .prepare(`INSERT INTO "RuleSearch" VALUES ('r00001', 'Rule 1', '', 'rewritten', '', '')`)
    .run();
  database
    .prepare(
      `INSERT INTO "SyncRun" ("source", "translatorVersion", "startedAt", "finishedAt", "outcome", "summary")
       VALUES ('test', '', ?, ?, 'completed', '{}')`,
    )
    .run(new Date().toISOString(), new Date().toISOString());
  database.close();
  const { places } = await search('rewritten');
  expect(rulesAt(await getRuleIndex(), places).map(({ id }) => id)).toEqual(['r00001']);
});
