import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evidenceResults } from '../catalog/stored/evidence';
import { readTranslation } from '../catalog/stored/translation';
import { agrees } from '../proof';
import { TUNING } from './source';
import { type Fixture, ID, makeFixture } from './sync-fixture';

const RULE = `title: Whoami
id: ${ID.a}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
logsource: { product: windows, category: process_creation }
detection:
    selection: { Image|endswith: '\\whoami.exe' }
    condition: selection
`;
const OTHER = RULE.replace(ID.a, ID.b).replaceAll('hoami', 'inrm').replace('Winrm', 'Other');
const FILTER = `title: Our scanner
id: ${ID.c}
logsource: { product: windows, category: process_creation }
filter:
    rules: [${ID.a}]
    scanner: { ParentImage|endswith: '\\scanner.exe' }
    condition: not scanner
`;

let fixture: Fixture;
let folder: string;
beforeEach(() => {
  fixture = makeFixture();
  folder = path.join(fixture.folder, 'tuning');
  mkdirSync(folder);
  fixture.put('rules/a.yml', RULE);
  fixture.put('rules/b.yml', OTHER);
});
afterEach(() => fixture.remove());

const sync = () =>
  fixture.sync({
    sources: [
      { source: { kind: 'directory', path: path.join(fixture.folder, 'source') }, profile: null },
      { source: { kind: 'directory', path: folder }, profile: TUNING },
    ],
  });
const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const queryOf = (ruleId: string) =>
  fixture.read(async (catalog) =>
    readTranslation(
      await catalog.translation.findUniqueOrThrow({
        where: { ruleId_target: { ruleId, target: 'defender-xdr' } },
      }),
    ),
  );

it('puts the operator’s filters into the queries, proves these, and keeps what upstream has', async () => {
  put('filter.yml', FILTER);
  await sync();
  const tuned = await queryOf(ID.a);
  expect(tuned.kql).toContain('scanner.exe');
  expect(tuned.upstreamKql).toContain('whoami.exe');
  expect(tuned.upstreamKql).not.toContain('scanner.exe');
  expect(await queryOf(ID.b)).toMatchObject({ upstreamKql: null });
  const { results } = await fixture.read((catalog) =>
    catalog.evidence.findUniqueOrThrow({ where: { ruleId: ID.a } }),
  );
  const evidence = evidenceResults
    .read(results, ID.a)
    .filter(({ target }) => target === 'defender-xdr');
  expect(evidence.length).toBeGreaterThan(0);
  expect(evidence.every((run) => run.skipped === null && run.sigma && agrees(run))).toBe(true);
  expect(JSON.stringify(evidence)).toContain('scanner');
});

it('changes only rules of the log source that a filter for any rule names', async () => {
  put('filter.yml', FILTER.replace(`[${ID.a}]`, 'any'));
  fixture.put(
    'rules/c.yml',
    OTHER.replace(ID.b, ID.d)
      .replace('process_creation', 'dns_query')
      .replace('Image', 'QueryName'),
  );
  await sync();
  const tuning = await fixture.read((catalog) =>
    catalog.rule.findMany({ orderBy: { id: 'asc' }, select: { id: true, tuning: true } }),
  );
  const own = JSON.stringify([ID.c]);
  expect(tuning).toEqual([
    { id: ID.a, tuning: own },
    { id: ID.b, tuning: own },
    { id: ID.c, tuning: '[]' },
    { id: ID.d, tuning: '[]' },
  ]);
});

it('does not translate a large rule once more', async () => {
  put('filter.yml', FILTER);
  const programs = Array.from({ length: 900 }, (_, at) => `'\\tool-of-the-trade-${at}.exe'`);
  fixture.put('rules/a.yml', RULE.replace("'\\whoami.exe'", `[${programs.join(', ')}]`));
  await sync();
  const { kql, upstreamKql } = await queryOf(ID.a);
  expect(kql).toContain('scanner.exe');
  expect(upstreamKql).toBeNull();
});

it('translates again when a filter changes or goes', async () => {
  put('filter.yml', FILTER);
  await sync();
  put('filter.yml', FILTER.replaceAll('scanner.exe', 'patcher.exe'));
  await sync();
  expect((await queryOf(ID.a)).kql).toContain('patcher.exe');
  rmSync(path.join(folder, 'filter.yml'));
  await sync();
  expect(await queryOf(ID.a)).toMatchObject({ upstreamKql: null });
  expect((await queryOf(ID.a)).kql).not.toContain('patcher.exe');
});

it('warns when the rule changes upstream under a filter', async () => {
  put('filter.yml', FILTER);
  expect((await sync()).issues.byCode).not.toHaveProperty('ingest/tuned-rule-changed');
  fixture.put('rules/a.yml', RULE.replace('status: test', 'status: stable'));
  expect((await sync()).issues.byCode).toMatchObject({ 'ingest/tuned-rule-changed': 1 });
});

it('tells of a file that is not a filter, and does not take it for a rule', async () => {
  put('rule.yml', OTHER.replace(ID.b, ID.d));
  const { issues, rules } = await sync();
  expect(issues.byCode).toMatchObject({ 'ingest/not-a-filter': 1 });
  expect(rules?.total).toBe(2);
});

it('fails as without filters when the only source of rules cannot be read, or is empty', async () => {
  put('filter.yml', FILTER);
  await sync();
  fixture.put('rules/a.yml', null);
  fixture.put('rules/b.yml', null);
  await expect(sync()).rejects.toThrow('source contains no readable rules');
  rmSync(path.join(fixture.folder, 'source'), { recursive: true });
  await expect(sync()).rejects.toThrow(/Cannot read the folder/);
  expect((await queryOf(ID.a)).kql).toContain('scanner.exe');
});

it('does not sync without the filters, which would undo every exclusion', async () => {
  put('filter.yml', FILTER);
  await sync();
  rmSync(folder, { recursive: true });
  fixture.put('rules/b.yml', OTHER.replace('status: test', 'status: stable'));
  await expect(sync()).rejects.toMatchObject({ name: 'SyncFailure' });
  expect((await queryOf(ID.a)).kql).toContain('scanner.exe');
});
