import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderers } from '@/lib/deploy/render';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { openCatalog } from '../client';
import { makeTestedCatalog, type ServedFixture } from '../file/catalog-fixture';
import { NO_TECHNIQUE_DETAIL, someDetail, someDocument } from '../stored/rows-fixture';
import { ruleText } from '../stored/rule-text';
import { translationKql } from '../stored/translation';
import { deployableRules, ruleDeployables } from './deployables';
import { ruleFormats, ruleInFormat } from './rule-formats';

const knowledge = readDeployKnowledge();
const ID = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const VARIANT = {
  outcome: 'exact' as const,
  label: 'Security log',
  tables: ['SecurityEvent'],
  diagnostics: [],
  trace: [],
  cost: null,
};
const FACTS = {
  passes: 'SecurityEvent',
  columns: [],
  tests: ['EventID'],
  left: [],
  operators: ['where'],
  readsDynamic: false,
};

let fixture: ServedFixture;
let former: string | undefined;

function ruleRow(id: string, tags: readonly string[]) {
  const now = new Date('2026-01-01');
  return {
    id,
    kind: 'detection',
    title: `Rule ${id.slice(0, 1)}`,
    level: 'high',
    author: 'A. Writer',
    license: null,
    collection: 'rules',
    path: 'rules/x.yml',
    raw: ruleText.write(''),
    contentHash: '',
    source: 'github:SigmaHQ/sigma',
    sourceId: 'sigmahq',
    commit: 'abc',
    ...someDocument({ tags }),
    retrievedAt: now,
    firstSeenAt: now,
    changedAt: now,
    firstSyncId: 1,
    changedSyncId: 1,
  };
}

beforeAll(async () => {
  fixture = await makeTestedCatalog();
  former = process.env.DATABASE_URL;
  process.env.DATABASE_URL = fixture.url;
  const catalog = openCatalog(fixture.address);
  const now = new Date('2026-01-01');
  await catalog.source.create({
    data: {
      id: 'sigmahq',
      name: 'SigmaHQ',
      label: 'github:SigmaHQ/sigma',
      licence: 'DRL 1.1',
      licenceUrl: 'https://example.org/drl',
      trust: 'reviewed',
      inFeed: true,
      position: 0,
      syncedAt: now,
    },
  });
  for (const [id, tags] of [
    [ID, ['attack.t1490', 'attack.defense_impairment', 'attack.impact', 'attack.t1059']],
    [OTHER, []],
  ] as const) {
    await catalog.rule.create({ data: ruleRow(id, tags) });
    await catalog.ruleTactic.createMany({
      data: tags
        .filter((tag) => !/t\d/.test(tag))
        .map((tag) => ({ ruleId: id, shortName: tag.slice(7).replace('_', '-') })),
    });
  }
  for (const [id, tactics] of [
    ['T1059', ['execution']],
    ['T1490', ['impact']],
  ] as const) {
    await catalog.technique.create({
      data: {
        id,
        name: id,
        url: '',
        tactics: JSON.stringify(tactics),
        platforms: '[]',
        detail: NO_TECHNIQUE_DETAIL,
      },
    });
    await catalog.ruleTechnique.create({
      data: { ruleId: ID, techniqueId: id, tag: `attack.${id.toLowerCase()}` },
    });
  }
  await catalog.ruleVersion.createMany({
    data: ['new', 'changed', 'renamed', 'changed'].map((change) => ({
      ruleId: ID,
      syncId: 1,
      contentHash: '',
      path: '',
      change,
      seenAt: now,
    })),
  });
  const kql = 'SecurityEvent\n| where EventID == 1';
  const row = {
    outcome: 'exact',
    kql: translationKql.write(kql),
    table: 'SecurityEvent',
    tables: '["SecurityEvent"]',
    translatorVersion: '1',
  };
  await catalog.translation.createMany({
    data: [
      {
        ...row,
        ruleId: ID,
        target: 'sentinel',
        detail: someDetail({
          alternatives: [
            { ...VARIANT, kql: `${kql} `, table: 'Event', tables: ['Event'] },
            { ...VARIANT, kql: null, outcome: 'unsupported', table: 'Syslog' },
          ],
          facts: [FACTS, { ...FACTS, passes: null, columns: ['Computer'] }, null],
        }),
      },
      { ...row, ruleId: ID, target: 'defender-xdr', detail: someDetail() },
    ],
  });
  await catalog.$disconnect();
});

afterAll(async () => {
  if (former === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = former;
  await fixture.remove();
});

describe('ruleDeployables', () => {
  it('has a deployable for each query, or the reason why there is none', async () => {
    const rule = await ruleDeployables(ID, knowledge);
    expect(
      rule?.deployables.map(({ target, table, isAlternative, made }) => [
        target,
        table,
        isAlternative,
        made.refused?.code ?? made.deployable?.entities.length,
      ]),
    ).toEqual([
      ['sentinel', 'SecurityEvent', false, 3],
      ['sentinel', 'Event', true, 1],
      ['sentinel', 'Syslog', true, 'deploy/unsupported'],
      ['defender-xdr', 'SecurityEvent', false, 'deploy/unknown-query'],
    ]);
  });

  it('takes licence, link, version and the order of the tags from the catalog', async () => {
    const rule = await ruleDeployables(ID, knowledge);
    expect(rule).toMatchObject({
      licence: { name: 'DRL 1.1', url: 'https://example.org/drl' },
      url: 'https://github.com/SigmaHQ/sigma/blob/abc/rules/x.yml',
    });
    const deployable = rule?.deployables[0]?.made.deployable;
    expect(deployable).toMatchObject({ version: '1.0.2', tactics: ['DefenseEvasion', 'Impact'] });
    expect(deployable?.techniques).toEqual([
      { id: 'T1490', tactics: ['Impact'], azureSentinel: ['Impact'] },
      { id: 'T1059', tactics: [], azureSentinel: [] },
    ]);
  });

  it('makes a deployable when it is first asked for, and once', async () => {
    const asked: string[] = [];
    const entities = new Map(knowledge.entities);
    entities.get = (table) => {
      asked.push(table);
      return knowledge.entities.get(table);
    };
    const rule = await ruleDeployables(ID, { ...knowledge, entities });
    expect(asked).toEqual([]);
    const alternative = rule?.deployables[1];
    expect(alternative?.made).toBe(alternative?.made);
    expect(asked).toEqual(['Event']);
  });

  it('is null for a rule that the catalog does not have', async () => {
    expect(await ruleDeployables('nothing', knowledge)).toBeNull();
  });
});

describe('deployableRules', () => {
  it('yields rules in the order asked for, without those that are not there', async () => {
    const found: string[] = [];
    for await (const { id } of deployableRules([OTHER, 'nothing', ID], knowledge)) found.push(id);
    expect(found).toEqual([OTHER, ID]);
  });
});

describe('ruleInFormat', () => {
  it('writes what the list of all formats has, and nothing for a query that is not there', async () => {
    const tools = { knowledge, renderers: createRenderers(knowledge) };
    for (const table of [null, 'Event', 'Syslog']) {
      const chosen = { target: 'sentinel', table } as const;
      const all = await ruleFormats(ID, chosen, tools);
      const { name, what, ...rendering } =
        all?.formats.find(({ format }) => format === 'arm') ?? {};
      expect(await ruleInFormat(ID, chosen, 'arm', tools)).toEqual(rendering);
    }
    const elsewhere = { target: 'sentinel', table: 'Nowhere' } as const;
    expect(await ruleInFormat(ID, elsewhere, 'arm', tools)).toBeNull();
  });
});
