import Database from 'better-sqlite3';
import {
  formerDocument,
  type InsertRow,
  makeFormerCatalog,
  rowWriter,
} from '@/lib/catalog/former-catalog';
import type { CatalogContent } from '../grounds/catalog-content';
import type { Ground, GroundCatalog } from '../grounds/ground';

const AT = '2026-01-02T03:04:05.000+00:00';

/**
 * Makes a catalog of an older version that has the rules of a whole one: on SQLite one from before large columns were
 * packed, on PostgreSQL one without the tables of the search.
 */
export async function makeOlder(
  ground: Ground,
  whole: GroundCatalog,
  content: CatalogContent,
): Promise<GroundCatalog> {
  if (ground.name === 'PostgreSQL') {
    const older = await ground.make(whole);
    await older.execute(WITHOUT_SEARCH);
    return older;
  }
  const older = await ground.make();
  await makeFormerCatalog(older.address);
  fillFormer(older.address, content);
  return older;
}

const WITHOUT_SEARCH = `
  DROP TABLE "RuleSearch";
  DROP TABLE "SyncHolder";
  DROP TEXT SEARCH CONFIGURATION "catalog";
  DROP TEXT SEARCH DICTIONARY "catalog_stem";
  DELETE FROM "_prisma_migrations" WHERE "migration_name" LIKE '%_search'`;

/** Rows as that version wrote them: a sync, and each rule with its text, a query, evidence, an enrichment and a model's text. */
function fillFormer(file: string, { present }: CatalogContent): void {
  const database = new Database(file);
  const insert = rowWriter(database);
  database.exec('BEGIN');
  insert('SyncRun', {
    source: 'soak',
    translatorVersion: 'former',
    startedAt: AT,
    finishedAt: AT,
    outcome: 'completed',
    summary: '{}',
  });
  for (const id of present) insertRule(insert, id);
  database.exec('COMMIT');
  database.close();
}

function insertRule(insert: InsertRow, id: string): void {
  const raw = `title: Former ${id}\ndetection: {}`;
  insert('Rule', {
    id,
    kind: 'detection',
    title: `Former ${id}`,
    collection: 'rules',
    path: `rules/${id}.yml`,
    raw,
    contentHash: `former ${id}`,
    document: formerDocument({ tags: ['attack.t1059'] }),
    source: 'soak',
    retrievedAt: AT,
    firstSeenAt: AT,
    changedAt: AT,
    firstSyncId: 1,
    changedSyncId: 1,
  });
  const version = { ruleId: id, syncId: 1, contentHash: `former ${id}`, raw, path: '', seenAt: AT };
  insert('RuleVersion', { ...version, change: 'new' });
  insert('Translation', {
    ruleId: id,
    target: 'sentinel',
    outcome: 'exact',
    kql: 'Event | where Image endswith @"\\whoami.exe"',
    table: 'Event',
    tables: '["Event"]',
    diagnostics: '[]',
    trace: '[]',
    cost: '{"level":"cheap","steps":[]}',
    alternatives: '[]',
    facts: '[null]',
    upstreamKql: 'Event',
    translatorVersion: 'former',
  });
  insert('Evidence', {
    ruleId: id,
    target: 'sentinel',
    kind: 'written',
    agrees: 1,
    createdAt: AT,
    result: JSON.stringify({ ruleId: id, name: 'a.json', event: { Image: 'Ω' } }),
  });
  insert('ModelText', {
    ruleId: id,
    inputHash: 'x',
    model: 'm',
    writtenAt: AT,
    text: '{"hypothesis":[]}',
    dropped: 0,
  });
}
