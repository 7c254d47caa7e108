import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getCellRules } from './cell-rules';
import { type Catalog, getCatalog } from './client';
import { getCoverage, getCoverageGaps } from './coverage';
import { NO_FILTER, parseFeedFilter } from './feed-filter';
import { makeTestedCatalog, type ServedFixture } from './file/catalog-fixture';
import { NO_TECHNIQUE_DETAIL, someDetail, someDocument } from './stored/rows-fixture';
import { ruleText } from './stored/rule-text';
import { translationKql } from './stored/translation';
import { getTechnique } from './technique';
import { listTechniques } from './techniques';

let fixture: ServedFixture;
let catalog: Catalog;

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  vi.stubEnv('DATABASE_URL', fixture.url);
  catalog = getCatalog();
  await fill();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await catalog.$disconnect();
  await fixture.remove();
});

async function fill() {
  await catalog.tactic.createMany({
    data: ['approach', 'mischief'].map((shortName, position) => ({
      id: `TA900${position}`,
      shortName,
      name: shortName,
      url: 'https://example.org',
      position,
    })),
  });
  const technique = (id: string, more: object = {}) => ({
    id,
    name: `Name of ${id}`,
    url: 'https://example.org',
    tactics: '["approach"]',
    platforms: '["Windows"]',
    detail: NO_TECHNIQUE_DETAIL,
    parentId: id.includes('.') ? id.replace(/\..*/, '') : null,
    ...more,
  });
  await catalog.technique.createMany({
    data: [
      technique('T9001', { tactics: '["approach","mischief"]' }),
      technique('T9001.001'),
      technique('T9002', {
        tactics: '["mischief"]',
        knownGroups: 3,
        knownSoftware: 4,
      }),
      technique('T9003', { revoked: true, successorId: 'T9002' }),
      technique('T9004', { revoked: true }),
    ],
  });
  const rule = (id: string, more: object = {}) => ({
    id,
    kind: 'detection',
    title: `Rule ${id}`,
    level: 'high',
    collection: 'rules',
    path: `${id}.yml`,
    raw: ruleText.write(''),
    contentHash: id,
    ...someDocument(),
    source: 'test',
    retrievedAt: new Date(0),
    firstSeenAt: new Date(0),
    changedAt: new Date(0),
    firstSyncId: 1,
    changedSyncId: 1,
    ...more,
  });
  await catalog.rule.createMany({
    data: [
      rule('a', { proof: 'proven' }),
      rule('b', { level: 'low', product: 'windows' }),
      rule('old', { inFeed: false, collection: 'deprecated' }),
    ],
  });
  await catalog.ruleTechnique.createMany({
    data: [
      { ruleId: 'a', techniqueId: 'T9001.001', tag: 'attack.t9001.001' },
      { ruleId: 'b', techniqueId: 'T9001', tag: 'attack.t9001' },
      { ruleId: 'b', techniqueId: 'T9001.001', tag: 'attack.t9001.001' },
      { ruleId: 'old', techniqueId: 'T9002', tag: 'attack.t9002' },
    ],
  });
  await catalog.translation.create({
    data: {
      ruleId: 'a',
      target: 'sentinel',
      outcome: 'exact',
      kql: translationKql.write('T'),
      table: 'T',
      tables: '["T"]',
      detail: someDetail(),
      translatorVersion: '1',
    },
  });
  await catalog.syncRun.create({
    data: {
      source: 'test',
      translatorVersion: '1',
      startedAt: new Date(0),
      finishedAt: new Date(0),
      outcome: 'completed',
      summary: '{}',
    },
  });
}

describe('getCoverage', () => {
  it('counts the rules of the feed, their queries and proofs into the matrix', async () => {
    const { coverage } = await getCoverage(NO_FILTER);
    expect(coverage.columns.map(({ tactic }) => tactic.shortName)).toEqual([
      'approach',
      'mischief',
    ]);
    expect(coverage.columns[0]?.cells[0]?.counts).toEqual({
      rules: 2,
      translated: 1,
      proven: 1,
      levels: { high: 1, low: 1 },
    });
    expect(coverage.gaps.map(({ id }) => id)).toEqual(['T9002']);
  });

  it('follows the feed’s filters', async () => {
    const counts = async (params: Record<string, string>) =>
      (await getCoverage(parseFeedFilter(params))).coverage.counts.rules;
    expect(await counts({ level: 'low' })).toBe(1);
    expect(await counts({ q: 'product:windows -level:low' })).toBe(0);
    expect(await counts({ collection: 'deprecated' })).toBe(1);
  });
});

describe('getCoverageGaps', () => {
  const gaps = async (params: Record<string, string>) =>
    getCoverageGaps((await getCoverage(parseFeedFilter(params))).found);

  it('knows how much a technique is used', async () => {
    expect(await gaps({})).toEqual([
      { id: 'T9002', name: 'Name of T9002', known: { groups: 3, software: 4 }, lack: 'rule' },
    ]);
  });

  it('says of which technique no rule runs with the chosen tables', async () => {
    expect((await gaps({ env: 'Other' })).map(({ id, lack }) => [id, lack])).toEqual([
      ['T9002', 'rule'],
      ['T9001', 'tables'],
      ['T9001.001', 'tables'],
    ]);
  });
});

describe('getCellRules', () => {
  it('gives the gravest rules of a technique and its sub-techniques that pass the filters', async () => {
    const rules = await getCellRules('T9001', NO_FILTER);
    expect(rules).toMatchObject({ total: 2, translated: 1, proven: 1 });
    expect(rules.gravest.map(({ id }) => id)).toEqual(['a', 'b']);
    const low = await getCellRules('T9001', parseFeedFilter({ level: 'low' }));
    expect(low.gravest.map(({ id }) => id)).toEqual(['b']);
    expect(await getCellRules('T9002', NO_FILTER)).toMatchObject({ total: 0, gravest: [] });
  });
});

describe('getTechnique', () => {
  it('includes rules of sub-techniques, old ids and sub-techniques', async () => {
    const answer = await getTechnique('t9001');
    if (answer?.kind !== 'live') throw new Error('not live');
    const { rules, subs, tactics } = answer.technique;
    expect(rules.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(subs).toEqual([{ id: 'T9001.001', name: 'Name of T9001.001', rules: 2 }]);
    expect(tactics.map(({ shortName }) => shortName)).toEqual(['approach', 'mischief']);
    const successor = await getTechnique('T9002');
    if (successor?.kind !== 'live') throw new Error('not live');
    expect(successor.technique.formerIds.map(({ id }) => id)).toEqual(['T9003']);
    expect(successor.technique.rules).toEqual([]);
  });

  it('redirects a revoked technique to its successor, if there is one', async () => {
    expect(await getTechnique('T9003')).toMatchObject({
      kind: 'revoked',
      technique: { successor: { id: 'T9002' } },
    });
    expect(await getTechnique('T9004')).toMatchObject({ technique: { successor: null } });
    expect(await getTechnique('T0000')).toBeNull();
  });
});

describe('listTechniques', () => {
  const ids = async (query: Partial<Parameters<typeof listTechniques>[0]>) =>
    (await listTechniques({ q: '', tactic: null, gaps: false, ...query })).techniques.map(
      ({ id }) => id,
    );

  it('finds by id, name, tactic and lack of rules', async () => {
    expect(await ids({})).toEqual(['T9001', 'T9001.001', 'T9002']);
    expect(await ids({ q: 'name t9001.' })).toEqual(['T9001.001']);
    expect(await ids({ tactic: 'mischief' })).toEqual(['T9001', 'T9002']);
    expect(await ids({ gaps: true })).toEqual(['T9002']);
  });

  it('lists revoked techniques that a search finds', async () => {
    const { techniques, revoked } = await listTechniques({ q: 't9003', tactic: null, gaps: false });
    expect(techniques).toEqual([]);
    expect(revoked).toEqual([{ id: 'T9003', name: 'Name of T9003', successorId: 'T9002' }]);
  });
});
