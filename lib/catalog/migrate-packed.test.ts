import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listChanges } from './changes/list-changes';
import { oneChange } from './changes/one-change';
import { getCatalog } from './client';
import { formerDocument, type InsertRow, makeFormerCatalog, rowWriter } from './former-catalog';
import { getRuleIndex } from './get-rule-index';
import { migrateCatalog } from './migrate';
import { getRule } from './rule';
import { getRuleHistory } from './rule-history';
import { searchText } from './search-text';
import { rulesAt } from './sort-rules';

// A catalog of the version before its large columns were packed, and what is shown of it afterwards.

const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-packed-'));
const file = path.join(folder, 'catalog.db');
const AT = '2026-01-02T03:04:05.000+00:00';
const KQL = 'Event | where Image endswith @"\\whoami.exe"';
const VARIANT = {
  outcome: 'approximate',
  kql: 'Syslog',
  table: 'Syslog',
  label: 'Other',
  tables: ['Syslog'],
  diagnostics: [],
  trace: [],
  cost: { level: 'heavy', steps: [] },
};
const EVIDENCE = {
  ruleId: 'good',
  target: 'sentinel',
  table: 'Event',
  label: '',
  outcome: 'exact',
  kind: 'written',
  name: 'a.json',
  event: { Image: 'Ω' },
  origin: 'recorded',
  tried: 1,
  matchedFields: [],
  sigma: true,
  kql: true,
  nearMisses: [],
  skipped: null,
  translatorVersion: '1',
};
const CHANGE = JSON.stringify({ onlyBefore: null, onlyAfter: { Image: 'c' }, reason: null });

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', `file:${file}`);
  await makeFormerCatalog(file);
  const database = new Database(file);
  const insert = rowWriter(database);
  insert('SyncRun', {
    source: 'test',
    translatorVersion: '1',
    startedAt: AT,
    finishedAt: AT,
    outcome: 'completed',
    summary: '{}',
  });
  insert('Technique', {
    id: 'T9001',
    name: 'T',
    url: '',
    tactics: '[]',
    platforms: '[]',
    detail: '{"known":{"groups":3,"software":4}}',
  });
  insert('WebhookState', { webhookId: 'w', filter: '', syncId: 1, ruleIds: '["good"]' });
  for (const id of ['good', 'bad']) fillRule(insert, id);
  database.prepare(`UPDATE "Translation" SET "trace" = '[' WHERE "ruleId" = 'bad'`).run();
  database.close();
  await migrateCatalog(file);
});

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function fillRule(insert: InsertRow, id: string): void {
  const raw = `title: ${id}\nImage|endswith: '\\whoami.exe'`;
  const times = { retrievedAt: AT, firstSeenAt: AT, changedAt: AT };
  insert('Rule', {
    id,
    kind: 'detection',
    title: id,
    collection: 'rules',
    path: `rules/${id}.yml`,
    raw,
    contentHash: 'b',
    document: formerDocument({
      references: ['https://example.org/CVE-2024-1709'],
      tags: ['attack.t9001'],
    }),
    source: 'test',
    ...times,
    firstSyncId: 1,
    changedSyncId: 1,
  });
  for (const [contentHash, text] of [
    ['a', 'title: former'],
    ['b', raw],
  ] as const) {
    const version = { ruleId: id, syncId: 1, contentHash, raw: text, path: '', seenAt: AT };
    insert('RuleVersion', { ...version, change: 'new' });
  }
  insert('Translation', {
    ruleId: id,
    target: 'sentinel',
    outcome: 'exact',
    kql: KQL,
    table: 'Event',
    tables: '["Event"]',
    diagnostics: '[]',
    trace: '[]',
    cost: '{"level":"cheap","steps":[]}',
    alternatives: JSON.stringify([VARIANT]),
    facts: '[null,null]',
    upstreamKql: 'Event',
    translatorVersion: '1',
  });
  for (const name of ['a.json', 'b.json']) {
    const result = JSON.stringify({ ...EVIDENCE, name });
    const row = { ruleId: id, target: 'sentinel', kind: 'written', agrees: 1, createdAt: AT };
    insert('Evidence', { ...row, result });
  }
  insert('Enrichment', {
    ruleId: id,
    hypothesis: 'Someone asks who they are.',
    falsePositives: '[{"text":"An administrator","basis":"rule"}]',
    triage: '[]',
    attackContext: JSON.stringify({
      version: '1',
      techniques: [],
      tactics: [],
      groups: [],
      software: [],
      unknownTags: [],
    }),
    confidence: 'low',
    reasons: '[]',
    inputHash: 'x',
  });
  insert('RuleChange', { ruleId: id, syncId: 1, meaning: 'wider', detail: CHANGE });
  insert('ModelText', {
    ruleId: id,
    inputHash: 'x',
    model: 'm',
    writtenAt: AT,
    text: '{"hypothesis":[]}',
    dropped: 0,
  });
}

it('shows all that it showed of a rule', async () => {
  expect(await getRule('good')).toMatchObject({
    raw: "title: good\nImage|endswith: '\\whoami.exe'",
    firstSeenAt: new Date(AT),
    document: { tags: ['attack.t9001'], references: ['https://example.org/CVE-2024-1709'] },
    translations: [
      {
        kql: KQL,
        cost: { level: 'cheap', steps: [] },
        alternatives: [VARIANT],
        facts: [null, null],
        tuned: [expect.anything()],
      },
    ],
    evidence: [
      { name: 'a.json', event: { Image: 'Ω' } },
      { name: 'b.json', createdAt: new Date(AT) },
    ],
    enrichment: {
      hypothesis: 'Someone asks who they are.',
      falsePositives: [{ text: 'An administrator', basis: 'rule' }],
      volume: null,
    },
  });
});

it('keeps every version of a text, what its change means, and what a model wrote', async () => {
  const history = await getRuleHistory('good');
  expect(history?.versions).toHaveLength(2);
  expect(JSON.stringify(history?.versions[0]?.hunks)).toMatch(/title: former.*title: good/);
  expect(history?.versions[0]?.judged).toMatchObject({
    meaning: 'wider',
    onlyAfter: { Image: 'c' },
  });
  expect(await getCatalog().modelText.count()).toBe(2);
  expect(await getCatalog().webhookState.findMany()).toMatchObject([{ ruleIds: '["good"]' }]);
});

it('shows what is different about a rule that the last sync changed', async () => {
  const { rules } = await listChanges(1, 'wider', 1);
  expect(rules.map(({ id, change }) => [id, change?.parts])).toEqual([
    ['bad', ['title', 'custom']],
    ['good', ['title', 'custom']],
  ]);
  const change = await oneChange(1, 'good');
  expect(change?.before.text).toBe('title: former');
  expect(change?.after.text).toContain('title: good');
});

it('has what lists, filters and coverage show', async () => {
  const { byId, techniques } = await getRuleIndex();
  expect(byId.get('good')).toMatchObject({
    cves: ['CVE-2024-1709'],
    queries: [
      { table: 'Event', cost: 'cheap', primary: true },
      { table: 'Syslog', cost: 'heavy', primary: false },
    ],
  });
  expect(techniques.get('T9001')?.known).toEqual({ groups: 3, software: 4 });
});

it.each(['whoami', 'hoam', 'oami.ex', 'vent | wh', 'mage'])('finds %s', async (text) => {
  const index = await getRuleIndex();
  const { places } = await searchText(index, { text, phrase: false });
  const ids = rulesAt(index, places).map(({ id }) => id);
  expect(ids.sort()).toEqual(['bad', 'good']);
});

it('finds nothing that is not there', async () => {
  const { places } = await searchText(await getRuleIndex(), { text: 'ami_.exe', phrase: false });
  expect(places.count()).toBe(0);
});

it('still says of a row that cannot be read which it is', async () => {
  await expect(getRule('bad')).rejects.toThrow(/^Translation\.detail of rule bad for sentinel /);
});
