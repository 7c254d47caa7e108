import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalog } from '@/lib/catalog/client';
import { rulesWithPart } from '@/lib/catalog/database/sqlite/search-part';
import { readRuleIds } from '@/lib/catalog/database/sqlite/search-rows';
import { readWords } from '@/lib/catalog/database/sqlite/words';
import { type Fixture, ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { multiplyRules } from './multiply-rules';

let fixture: Fixture;
let many: Database.Database;
const rounds: number[] = [];

const all = (sql: string) => many.prepare(sql).pluck().all();
const one = (sql: string) => many.prepare(sql).pluck().get();

beforeAll(async () => {
  fixture = makeFixture();
  const rule = (id: string, title: string, program: string) =>
    plainRule(id, { title }).replace('Field: value', `Image|endswith: \\${program}`);
  for (const program of ['former.exe', 'needle.exe']) {
    fixture.put('rules/a.yml', rule(ID.a, 'Alpha', program));
    fixture.put('rules/b.yml', rule(ID.b, 'Beta', program));
    fixture.put('rules/c.yml', rule(ID.c, 'Gamma', program));
    await fixture.sync();
  }
  const file = `${fixture.folder}/many.db`;
  multiplyRules(fixture.databaseFile, file, 8, (rules) => rounds.push(rules));
  many = new Database(file, { readonly: true });
});

afterAll(() => {
  many.close();
  fixture.remove();
});

describe('a multiplied catalog', () => {
  it('has exactly as many rules as asked for, and tells how it gets there', () => {
    expect(one('SELECT count(*) FROM "Rule"')).toBe(8);
    expect(rounds).toEqual([6, 8]);
  });

  it('keeps the rules it was made from, and gives copies ids, titles and paths of their own', () => {
    expect(all('SELECT "title" FROM "Rule" ORDER BY "title"')).toEqual([
      'Alpha',
      'Alpha (variant 1)',
      'Alpha (variant 2)',
      'Beta',
      'Beta (variant 1)',
      'Beta (variant 2)',
      'Gamma',
      'Gamma (variant 1)',
    ]);
    expect(one('SELECT count(DISTINCT "path") FROM "Rule"')).toBe(8);
    expect(one('SELECT count(DISTINCT "logicHash") FROM "Rule"')).toBe(3);
    for (const id of all('SELECT "id" FROM "Rule"')) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('has the rows about each copy that there are about its original', () => {
    const tables = [
      'Translation',
      'Enrichment',
      'RuleTechnique',
      'RuleTactic',
      'RuleVersion',
      'RuleChange',
    ];
    for (const table of tables) {
      const counts = all(
        `SELECT count(other."ruleId") FROM "Rule" LEFT JOIN "${table}" AS other ON other."ruleId" = "Rule"."id" GROUP BY "Rule"."id"`,
      );
      expect(new Set(counts), table).toEqual(new Set([counts[0]]));
      expect(counts[0], table).toBeGreaterThan(0);
    }
    expect(all('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('finds copies by a word, by a part of a word and by what only they have', async () => {
    const found = (sql: string) => one(`SELECT count(*) FROM ${sql}`);
    expect(found(`"RuleSearch" WHERE "RuleSearch" MATCH 'alpha'`)).toBe(3);
    expect(found(`"RuleSearch" WHERE "RuleSearch" MATCH '"variant 2"'`)).toBe(2);
    const catalog = openCatalog(many.name);
    const ids = await readRuleIds(catalog, 'RuleWord');
    const withPart = async (text: string) =>
      (await rulesWithPart(catalog, await readWords(catalog), ids, text, () => false)).length;
    expect(await withPart('eedl')).toBe(8);
    expect(await withPart('eedle-2.exe')).toBe(2);
    await catalog.$disconnect();
  });

  it('leaves the original as it was', () => {
    const original = new Database(fixture.databaseFile, { readonly: true });
    expect(original.prepare('SELECT count(*) FROM "Rule"').pluck().get()).toBe(3);
    original.close();
  });
});
