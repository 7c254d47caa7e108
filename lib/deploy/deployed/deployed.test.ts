import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, logicOf } from '../query-fingerprint';
import { type CurrentDeployable, compareDeployed } from './compare-deployed';
import type { DeployedRule } from './deployed-rule';
import { readDeployed } from './read-deployed';

const ID = '0a6f5f0e-6e1d-5c8f-9f8b-2f4f8f6f7a02';
const SIGMA = '5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01';
const QUERY = 'DeviceEvents\n| where ActionType == "x // y"';
const DESCRIPTION = `About it.\n\nSource: (Sigma rule ${SIGMA}, translated to KQL by Watchfloor, query ${fingerprintOf(QUERY)})`;

const ARM_RULE = {
  type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
  name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${ID}')]`,
  kind: 'Scheduled',
  properties: {
    displayName: 'A rule',
    description: DESCRIPTION,
    enabled: true,
    query: QUERY,
    tactics: ['Execution'],
    techniques: ['T1059'],
    templateVersion: '1.0.2',
  },
};
const EXPECTED = {
  id: ID,
  name: 'A rule',
  query: QUERY,
  tactics: ['Execution'],
  techniques: ['T1059'],
  sigmaId: SIGMA,
  fingerprint: fingerprintOf(QUERY),
};

const read = (value: unknown, name = 'export.json') =>
  readDeployed([{ name, text: typeof value === 'string' ? value : JSON.stringify(value) }]);

describe('readDeployed', () => {
  it.each<[string, unknown, object]>([
    [
      'an ARM template',
      { $schema: 'x', resources: [ARM_RULE] },
      {
        kind: 'analytics rule',
        enabled: true,
        version: '1.0.2',
        place: 'export.json, resources[0]',
      },
    ],
    [
      'an answer of the API',
      { value: [{ ...ARM_RULE, name: ID }] },
      { kind: 'analytics rule', place: 'export.json, value[0]' },
    ],
    [
      'a custom detection',
      {
        id: ID,
        displayName: 'A rule',
        status: 'disabled',
        queryCondition: { queryText: QUERY },
        detectionAction: {
          alertTemplate: {
            description: DESCRIPTION,
            tactics: [
              { tactic: 'Execution', techniques: [{ technique: 'T1059', subTechniques: [] }] },
            ],
          },
        },
      },
      { kind: 'custom detection', enabled: false },
    ],
    [
      'a saved search',
      {
        resources: [
          {
            type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
            name: `[concat(parameters('workspace'), '/${ID}')]`,
            properties: {
              category: 'Hunting Queries',
              displayName: 'A rule',
              query: QUERY,
              tags: [
                { name: 'description', value: DESCRIPTION },
                { name: 'tactics', value: 'Execution' },
                { name: 'techniques', value: 'T1059' },
              ],
            },
          },
        ],
      },
      { kind: 'hunting query' },
    ],
    [
      'YAML',
      `id: ${ID}\nname: A rule\nseverity: High\ndescription: |\n  ${DESCRIPTION.replaceAll('\n', '\n  ')}\ntactics: [Execution]\nrelevantTechniques: [T1059]\nquery: |-\n  ${QUERY.replaceAll('\n', '\n  ')}\nversion: 1.0.2\n`,
      { kind: 'analytics rule', version: '1.0.2' },
    ],
  ])('reads %s', (_, value, expected) => {
    const { rules, unread } = read(value);
    expect(unread).toEqual([]);
    expect(rules).toMatchObject([{ ...EXPECTED, ...expected }]);
  });

  it('reads texts that a template escapes', () => {
    const properties = { ...ARM_RULE.properties, query: '[["a"]]' };
    expect(read({ resources: [{ ...ARM_RULE, properties }] }).rules[0]?.query).toBe('["a"]]');
  });

  it.each([
    ['{"a":', 'It is not valid JSON'],
    ['a: [', 'It is not valid YAML'],
    ['{}', 'It has no analytics rule'],
    ['', 'It has no analytics rule'],
    ['just text', 'It has no analytics rule'],
    ['x'.repeat(9_000_000), 'It has more than 8 MB'],
  ])('tells of a file that holds none: %s', (text, reason) => {
    const { rules, unread } = read(text, 'some.yaml');
    expect(rules).toEqual([]);
    expect(unread).toMatchObject([{ place: 'some.yaml', reason: expect.stringContaining(reason) }]);
  });

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const { rules, unread } = read(text);
        expect(rules.length + unread.length).toBeGreaterThan(0);
      }),
    );
  });

  it('takes no part of an object’s prototype for a field', () => {
    const { rules } = read('{"__proto__": {"properties": {"query": "x", "displayName": "y"}}}');
    expect(rules).toEqual([]);
  });
});

describe('compareDeployed', () => {
  const deployed = (more: Partial<DeployedRule> = {}): DeployedRule => ({
    place: 'a',
    kind: 'analytics rule',
    id: ID,
    name: 'A rule',
    query: QUERY,
    version: null,
    fingerprint: fingerprintOf(QUERY),
    enabled: true,
    tactics: [],
    techniques: [],
    sigmaId: SIGMA,
    ...more,
  });
  const current: CurrentDeployable = {
    id: ID,
    ruleId: SIGMA,
    target: 'sentinel',
    title: 'A rule',
    query: QUERY,
    version: '1.0.2',
  };
  const newer = { ...current, query: `${QUERY}\n| where FileName != "z"` };
  const stateOf = (one: DeployedRule, list = [current]) => compareDeployed([one], list)[0]?.state;

  it('knows what is current, whatever its layout and comments', () => {
    expect(stateOf(deployed())).toBe('current');
    const relaid = `// head\n${QUERY.replaceAll('\n', '\n  // a comment\n   ')}  `;
    expect(stateOf(deployed({ query: relaid }))).toBe('current');
  });

  it('tells what is behind from what was changed by hand', () => {
    expect(stateOf(deployed(), [newer])).toBe('behind');
    const edited = `${QUERY}\n| where DeviceName != "mine"`;
    expect(stateOf(deployed({ query: edited }))).toBe('changed');
    expect(stateOf(deployed({ query: edited, fingerprint: null }))).toBe('changed');
  });

  it('finds a rule by the id of the service, that of Graph included, or of Sigma', () => {
    expect(stateOf(deployed({ sigmaId: null }))).toBe('current');
    expect(stateOf(deployed({ id: `wf-${ID}`, sigmaId: null, kind: 'custom detection' }))).toBe(
      'current',
    );
    expect(stateOf(deployed({ id: 'other' }))).toBe('current');
    expect(stateOf(deployed({ id: null }), [])).toBe('removed');
    expect(stateOf(deployed({ id: null, sigmaId: null }))).toBe('unknown');
  });

  it('names the rules that ask the same, or that come from the same rule', () => {
    const same = deployed({ place: 'b', id: null, sigmaId: null, query: `${QUERY} // copied` });
    const other = deployed({ place: 'c', query: 'DeviceEvents', id: null });
    const compared = compareDeployed([deployed(), same, other], [current]);
    expect(compared.map(({ redundantWith }) => redundantWith)).toEqual([
      { places: ['b', 'c'], more: 0 },
      { places: ['a'], more: 0 },
      { places: ['a'], more: 0 },
    ]);
  });

  it('names ten of many rules that ask the same, and counts the others', () => {
    const same = Array.from({ length: 5_000 }, (_, at) => deployed({ place: `r${at}` }));
    const edited = Array.from({ length: 5_000 }, (_, at) =>
      deployed({ place: `e${at}`, query: `${QUERY}\n| take ${at}` }),
    );
    const compared = compareDeployed([...same, ...edited], [current]);
    expect(compared[0]?.redundantWith).toEqual({
      places: ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10'],
      more: 9_989,
    });
    expect(compared[5_000]?.redundantWith).toMatchObject({ more: 9_989 });
    const said = compared.map(({ redundantWith }) => redundantWith);
    expect(JSON.stringify(said).length).toBeLessThan(2_000_000);
  });

  it('names a rule once that asks the same and comes from the same rule', () => {
    const others = ['b', 'c'].map((place) => deployed({ place }));
    const edited = deployed({ place: 'd', query: 'DeviceEvents' });
    const [first] = compareDeployed([deployed(), ...others, edited], [current]);
    expect(first?.redundantWith).toEqual({ places: ['b', 'c', 'd'], more: 0 });
  });
});

describe('logicOf', () => {
  it('keeps blanks and slashes inside strings', () => {
    expect(logicOf('T | where A == "a  // b"   // c\n')).toBe('T | where A == "a  // b"');
    expect(logicOf("T|where A == @'a\\' //'")).toBe("T|where A == @'a\\'");
  });
});
