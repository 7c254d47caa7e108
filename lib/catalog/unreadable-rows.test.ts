import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { getCatalog } from './client';
import { makeTestedCatalog, type ServedFixture } from './file/catalog-fixture';
import { getRuleIndex } from './get-rule-index';
import { getLastSync } from './last-sync';
import { getRule } from './rule';
import { getStatus } from './status';
import { someDetail, someDocument } from './stored/rows-fixture';
import { ruleText } from './stored/rule-text';
import { translationKql } from './stored/translation';

// Rows that another version wrote, or that were damaged, beside rows as they should be.

let fixture: ServedFixture;
const now = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  const run = { source: 'test', translatorVersion: '', startedAt: now, finishedAt: now };
  await getCatalog().syncRun.create({ data: { ...run, outcome: 'completed', summary: '{' } });
  await addRule('good', '["Event"]');
  await addRule('bad', '["Event"');
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

function damaged(): Buffer {
  const bytes = Buffer.from(someDetail({ upstreamKql: 'Event | where EventID == 4624' }));
  bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 1;
  return bytes;
}

async function addRule(id: string, tables: string): Promise<void> {
  await getCatalog().rule.create({
    data: {
      id,
      kind: 'detection',
      title: id,
      collection: 'rules',
      path: `rules/${id}.yml`,
      raw: ruleText.write(''),
      contentHash: '',
      ...someDocument(),
      source: 'test',
      retrievedAt: now,
      firstSeenAt: now,
      changedAt: now,
      firstSyncId: 1,
      changedSyncId: 1,
      translations: {
        create: {
          target: 'sentinel',
          outcome: 'exact',
          kql: translationKql.write('Event'),
          table: 'Event',
          tables,
          detail: someDetail(),
          translatorVersion: '',
        },
      },
    },
  });
}

it('leave the other rules in the index, and are logged', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { byId } = await getRuleIndex();
  expect(byId.get('good')).toMatchObject({ outcome: 'exact', tables: ['Event'] });
  expect(byId.get('bad')).toMatchObject({ outcome: 'unsupported', queries: [] });
  const message = 'Translation.tables of rule bad for sentinel cannot be read';
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(message));
});

it('are named by the page of their own rule', async () => {
  expect(await getRule('good')).toMatchObject({ translations: [{ tables: ['Event'] }] });
  await expect(getRule('bad')).rejects.toThrow(/^Translation\.tables of rule bad for sentinel /);
});

it.each([
  ['bytes that are no packed text', Buffer.from('no text'), 'is packed with the dictionary'],
  ['a packed text with a changed byte', damaged(), 'incorrect'],
  ['nothing', Buffer.alloc(0), 'is cut off'],
])('are named by the page of their own rule, for %s', async (_what, bytes, reason) => {
  const id = `packed-${bytes.length}`;
  await addRule(id, '["Event"]');
  const data = { detail: new Uint8Array(bytes) };
  await getCatalog().translation.updateMany({ where: { ruleId: id }, data });
  await expect(getRule(id)).rejects.toThrow(
    new RegExp(`^Translation\\.detail of rule ${id} for sentinel cannot be read: .*${reason}`),
  );
});

it('leave the status page its other parts', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { runs, summary } = await getStatus(null);
  expect(runs).toMatchObject([{ id: 1, outcome: 'completed', summary: {} }]);
  expect(summary).toEqual({});
  expect(log).toHaveBeenCalledWith(expect.stringMatching(/^SyncRun\.summary of 1 /));
});

it('shows no secret that an older version stored', async () => {
  const address = 'https://user:hunter2@rules.example/a.tar.gz?token=hunter2';
  const catalog = getCatalog();
  const run = await catalog.syncRun.create({
    data: {
      source: address,
      attackSource: address,
      translatorVersion: '',
      startedAt: now,
      finishedAt: now,
      outcome: 'completed',
      error: `Cannot fetch ${address}`,
      summary: JSON.stringify({ error: { message: `Cannot fetch ${address}`, next: address } }),
      issues: {
        create: { severity: 'error', code: 'ingest/not-utf8', message: address, hint: address },
      },
    },
  });
  await catalog.rule.update({ where: { id: 'good' }, data: { source: address } });
  const shown = [await getStatus(null), await getLastSync(), await getRule('good')];
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(JSON.stringify(shown)).toContain('https://rules.example/a.tar.gz?token=…');
  await catalog.syncRun.delete({ where: { id: run.id } });
});
