import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { storeFor } from '@/lib/ingest/store';
import { getCatalog } from './client';
import { databaseOf } from './database';
import { makeTestedCatalog, type ServedFixture } from './file/catalog-fixture';
import { neighboursOf } from './neighbours';
import { NO_TECHNIQUE_DETAIL, someDocument } from './stored/rows-fixture';
import { ruleText } from './stored/rule-text';

let fixture: ServedFixture;

/** Rules with the same technique, of which some look for the same. */
const TESTS: Readonly<Record<string, string>> = {
  own: "{ Image|endswith: '\\rundll32.exe', CommandLine|contains: comsvcs }",
  same: '{ OriginalFileName: rundll32.exe, CommandLine|contains: [comsvcs, minidump] }',
  common: "{ Image|endswith: '\\rundll32.exe', CommandLine|contains: advpack }",
  excepts: '{ CommandLine|contains: procdump }\n  filter: { CommandLine|contains: comsvcs }',
  other: '{ CommandLine|contains: sekurlsa }',
  mac: '{ CommandLine|contains: chflags }',
  kin: '{ CommandLine|contains: xyzzy }',
  kin2: '{ CommandLine|contains: plugh }',
  kin3: '{ CommandLine|contains: zork }',
};

/** Rules on one threat: two by their folder, one of them on macOS, the third by its title. */
const MORE: Readonly<Record<string, { title?: string; path?: string; product?: string }>> = {
  mac: { product: 'macos' },
  kin: {
    title: 'Triple Cross Lock',
    path: 'rules-emerging-threats/2023/Malware/TripleCross/a.yml',
  },
  kin2: { product: 'macos', path: 'rules-emerging-threats/2023/Malware/TripleCross/b.yml' },
  kin3: { title: 'Triple Cross Persistence' },
};

const textOf = (id: string) => `title: Rule ${id}
id: ${id}
logsource: { product: windows, category: process_creation }
detection:
  selection: ${TESTS[id] ?? "{ Image|endswith: '\\rundll32.exe' }"}
  condition: selection${TESTS[id]?.includes('filter:') ? ' and not filter' : ''}
`;

const NO_TEXTS = { title: '', description: '', kql: '', hypothesis: '' };

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  const catalog = getCatalog();
  // Enough others for rundll32.exe to tell little.
  const ids = [...Object.keys(TESTS), ...Array.from({ length: 300 }, (_, at) => `filler${at}`)];
  const at = new Date('2026-11-28');
  await catalog.rule.createMany({
    data: ids.map((id) => ({
      id,
      kind: 'detection',
      title: MORE[id]?.title ?? `Rule ${id}`,
      collection: 'rules',
      product: MORE[id]?.product ?? 'windows',
      path: MORE[id]?.path ?? `${id}.yml`,
      raw: ruleText.write(textOf(id)),
      contentHash: id,
      ...someDocument(),
      source: 'starter',
      retrievedAt: at,
      firstSeenAt: at,
      changedAt: at,
      firstSyncId: 1,
      changedSyncId: 1,
    })),
  });
  await storeFor(databaseOf(catalog)).writer.indexTexts(
    catalog,
    ids.map((id) => ({ ...NO_TEXTS, id, raw: textOf(id) })),
  );
  const [technique, ...named] = ['T9001', 'own', 'common', 'other', 'mac'];
  await catalog.technique.create({
    data: {
      id: 'T9001',
      name: 'T',
      url: 'https://example.org',
      tactics: '[]',
      platforms: '[]',
      detail: NO_TECHNIQUE_DETAIL,
    },
  });
  await catalog.ruleTechnique.createMany({
    data: named.map((ruleId) => ({ ruleId, techniqueId: technique ?? '', tag: 'attack.t9001' })),
  });
});

afterAll(async () => {
  await getCatalog().$disconnect();
  vi.unstubAllEnvs();
  await fixture.remove();
});

const neighbours = (id: string) => neighboursOf({ id, raw: textOf(id), readable: true });

it('names rules that look for the same before those for the same technique, and what they share', async () => {
  const found = await neighbours('own');
  expect(found.map(({ id }) => id)).toEqual(['same', 'common', 'other']);
  expect(found[0]?.shared).toEqual([{ kind: 'command line', value: 'comsvcs' }]);
  expect(found[2]?.shared).toEqual([]);
});

it('names rules on the same threat first, and none for another product that shares nothing', async () => {
  expect((await neighbours('kin')).map(({ id }) => id)).toEqual(['kin2', 'kin3']);
  expect((await neighbours('own')).map(({ id }) => id)).not.toContain('mac');
});

it('counts neither what is common nor what a rule excepts', async () => {
  const ids = (await neighbours('own')).map(({ id }) => id);
  expect(ids).not.toContain('excepts');
  expect(ids.filter((id) => id.startsWith('filler'))).toEqual([]);
});

it('gives a rule without texts and techniques none', async () => {
  expect(await neighboursOf({ id: 'filler1', raw: 'x', readable: false })).toEqual([]);
  expect(await neighboursOf({ id: 'unknown', raw: '', readable: true })).toEqual([]);
});
