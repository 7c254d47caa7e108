import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createQueryFacts } from '@/lib/kql/query-facts';
import { parseRules } from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { makeDeployable } from './deployable';
import { deployableOf, FACTS, knowledge, QUERY, RULE } from './made-deployable-fixture';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ schemas, mappings });
const factsOf = createQueryFacts(schemas);
const checker = createChecker(schemas);

const codesOf = (losses: readonly { code: string }[]) => losses.map(({ code }) => code);

/** The deployables of a rule: one for each target and table. */
function deployablesOf(logsource: string, detection: string) {
  const text = `title: T\nid: ${RULE.id}\nstatus: test\nlogsource: {${logsource}}\ndetection:\n  selection: {${detection}}\n  condition: selection\nlevel: high\n`;
  const [document] = parseRules(text);
  if (!document?.rule) throw new Error('The rule cannot be read');
  const { rule } = document;
  return TARGETS.flatMap((target) => {
    const translation = translator.translate(rule, target, new Map());
    return [translation, ...translation.alternatives].flatMap((variant, at) => {
      const { kql, table } = variant;
      if (kql === null) return [];
      const facts = factsOf(kql, target, table);
      const query = { ...variant, target, facts, isAlternative: at > 0 };
      const made = makeDeployable(RULE, query, knowledge);
      return made.deployable ? [made.deployable] : [];
    });
  });
}

const FAMILIES = [
  ['process_creation', 'product: windows, category: process_creation', "CommandLine|contains: 'x'"],
  ['file_event', 'product: windows, category: file_event', "TargetFilename|endswith: '.x'"],
  ['registry_set', 'product: windows, category: registry_set', "TargetObject|contains: 'x'"],
  [
    'network_connection',
    'product: windows, category: network_connection',
    "DestinationIp: '192.0.2.1'",
  ],
  ['image_load', 'product: windows, category: image_load', "ImageLoaded|endswith: '.x'"],
  ['dns_query', 'product: windows, category: dns_query', "QueryName|endswith: '.x'"],
  ['security', 'product: windows, service: security', 'EventID: 4625'],
  ['powershell', 'product: windows, category: ps_script', "ScriptBlockText|contains: 'x'"],
  ['linux process', 'product: linux, category: process_creation', "CommandLine|contains: 'x'"],
  ['sign-in', 'product: azure, service: signinlogs', 'ResultType: 50057'],
  ['audit', 'product: azure, service: auditlogs', "OperationName: 'x'"],
  ['activity', 'product: azure, service: activitylogs', "operationName: 'x'"],
  ['cloudtrail', 'product: aws, service: cloudtrail', "eventName: 'x'"],
  ['okta', 'product: okta, service: okta', "eventType: 'x'"],
  ['proxy', 'category: proxy', "c-uri|contains: 'x'"],
  ['webserver', 'category: webserver', "cs-uri-query|contains: 'x'"],
] as const;

describe('makeDeployable', () => {
  it.each(FAMILIES)('binds every query of %s with its entities and details', (_, source, test) => {
    const all = deployablesOf(source, test);
    expect(all.length).toBeGreaterThan(0);
    for (const { query, target, table, entities, graphEntities, customDetails } of all) {
      const errors = checker.check(query, target).filter(({ severity }) => severity === 'error');
      expect(errors, query).toEqual([]);
      const columns = new Set(checker.describe(query, target).columns.map(({ name }) => name));
      const named = [
        ...entities.flatMap(({ fields }) => fields),
        ...graphEntities.flatMap((entity) => entity.columns),
        ...customDetails,
      ].map(({ column }) => column);
      expect(
        named.filter((column) => !columns.has(column)),
        `${table} on ${target}`,
      ).toEqual([]);
    }
  });

  it.each([
    ['process_creation', 'defender-xdr', 'DeviceProcessEvents', ['hosts', 'accounts', 'files']],
    ['security', 'sentinel', 'SecurityEvent', ['hosts', 'accounts', 'ips']],
    ['sign-in', 'sentinel', 'SigninLogs', ['accounts', 'ips', 'cloudApplications']],
  ] as const)('names the entities of Defender for %s on %s', (family, target, table, expected) => {
    const [, source = '', test = ''] = FAMILIES.find(([name]) => name === family) ?? [];
    const one = deployablesOf(source, test).find(
      (made) => made.target === target && made.table === table,
    );
    expect(one?.graphEntities.map(({ collection }) => collection)).toEqual(expected);
  });

  it('makes the columns of entities after the query, in a block of their own', () => {
    const { query, entities } = deployableOf();
    expect(query).toBe(`${QUERY.kql}
// Columns for the entities
| extend
    EntityHostName = tostring(split(Computer, '.')[0]),
    EntityDnsDomain = iff(Computer contains '.', substring(Computer, indexof(Computer, '.') + 1), ''),
    EntityName = SubjectUserName,
    EntityNTDomain = SubjectDomainName,
    EntitySid = SubjectUserSid,
    EntityIsProcess = EventID in (4688)
| extend
    EntityProcessId = iff(EntityIsProcess, NewProcessId, ProcessId)`);
    expect(entities.map(({ type }) => type)).toEqual(['Host', 'Account', 'Process']);
  });

  it('makes no columns where they would make the query too long', () => {
    const { length } = deployableOf().header;
    const kql = QUERY.kql?.padEnd(9_900 - length) ?? null;
    const { query, entities } = deployableOf({}, { kql });
    expect(query).toBe(kql?.trimEnd());
    expect(entities).toEqual([
      { type: 'Host', fields: [{ identifier: 'FullName', column: 'Computer' }] },
      { type: 'Process', fields: [{ identifier: 'CommandLine', column: 'CommandLine' }] },
    ]);
  });

  it('leaves out entities whose columns a summary does not return', () => {
    const facts = { ...FACTS, passes: null, columns: ['Computer', 'n'], tests: [] };
    const { entities, customDetails } = deployableOf({}, { facts });
    expect(entities.map(({ type }) => type)).toEqual(['Host']);
    expect(customDetails).toEqual([]);
  });

  it('names an alternative after its telemetry', () => {
    const label = 'Sysmon, WindowsEvent table';
    expect(deployableOf({}, { label }).name).toBe('Shadow Copies Deleted');
    const { name, alertTitle } = deployableOf({}, { label, isAlternative: true });
    expect(name).toBe('Shadow Copies Deleted (Sysmon, WindowsEvent table)');
    expect(alertTitle).toBe(`${name} on {{Computer}}`);
  });

  it('has one id for a rule on a target, and another for each alternative', () => {
    const ids = [
      deployableOf(),
      deployableOf({ title: 'Another title' }),
      deployableOf({}, { target: 'defender-xdr' }),
      deployableOf({}, { isAlternative: true }),
      deployableOf({}, { isAlternative: true, table: 'Event' }),
    ].map(({ id }) => id);
    expect(ids[0]).toBe('aa296f6d-28bd-5006-8f00-099ffe299efd');
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });

  it('says author, licence and source in the description and above the query', () => {
    const { description, header } = deployableOf();
    for (const text of [description, header]) {
      expect(text).toContain('A. Writer');
      expect(text).toContain('Detection Rule License 1.1');
      expect(text).toContain('https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml');
    }
  });

  it('maps ATT&CK 19 down, and says so with the rule’s own words in the description', () => {
    const made = deployableOf({
      tactics: ['stealth', 'defense-impairment'],
      techniques: [
        { id: 'T1685.005', tactics: ['defense-impairment'] },
        { id: 'T1682', tactics: ['reconnaissance'] },
      ],
    });
    expect(made.tactics).toEqual(['DefenseEvasion']);
    expect(made.techniques).toEqual([
      { id: 'T1070.001', tactics: ['DefenseEvasion'], azureSentinel: ['DefenseEvasion'] },
    ]);
    expect(codesOf(made.losses)).toEqual([
      'deploy/tactic-mapped',
      'deploy/tactic-mapped',
      'deploy/technique-mapped',
      'deploy/technique-new',
    ]);
    expect(made.description).toContain('ATT&CK: stealth, defense-impairment; T1685.005, T1682');
  });

  it('refuses a rule without a query, and a query that the catalog does not know', () => {
    expect(makeDeployable(RULE, { ...QUERY, kql: null }, knowledge).refused?.code).toBe(
      'deploy/unsupported',
    );
    expect(makeDeployable(RULE, { ...QUERY, facts: null }, knowledge).refused?.code).toBe(
      'deploy/unknown-query',
    );
  });

  it('announces that a query needs values, and that it is approximate', () => {
    const { losses } = deployableOf(
      {},
      {
        outcome: 'approximate',
        diagnostics: [
          { severity: 'info', code: 'translate/needs-values', message: 'Needs your values: %a%' },
          {
            severity: 'warning',
            code: 'translate/approximate-list',
            message: 'It is wider.',
            effect: 'wider',
          },
        ],
      },
    );
    expect(losses).toMatchObject([
      { code: 'deploy/needs-values', effect: 'refused' },
      { code: 'deploy/approximate', message: 'The query is approximate. It is wider.' },
    ]);
  });

  it.each([
    ['critical', 'High', ['deploy/severity-mapped'], false],
    [null, 'Medium', ['deploy/severity-mapped'], false],
    ['low', 'Low', [], true],
    ['informational', 'Informational', [], true],
  ] as const)('says the level %s as %s', (level, severity, codes, isHunting) => {
    const made = deployableOf({ level });
    expect(made.severity).toBe(severity);
    expect(codesOf(made.losses)).toEqual(codes);
    expect(made.isHunting).toBe(isHunting);
  });

  it('is a hunting query if the rule is for threat hunting', () => {
    expect(deployableOf({ tags: ['detection.threat-hunting'] }).isHunting).toBe(true);
  });

  it('takes no placeholder of a rule’s title into an alert’s title', () => {
    const { alertTitle } = deployableOf({ title: 'Uses {{Computer}} and {{{x' });
    expect(alertTitle).toBe('Uses { {Computer}} and { {{x on {{Computer}}');
  });

  it('counts the rule’s changes in its version', () => {
    expect(deployableOf().version).toBe('1.0.2');
  });

  it('knows which queries Defender runs continuously', () => {
    const base = {
      target: 'defender-xdr',
      table: 'DeviceEvents',
      tables: ['DeviceEvents'],
    } as const;
    const facts = { ...FACTS, passes: 'DeviceEvents' };
    const reasons = (query: Partial<typeof QUERY>) =>
      deployableOf({}, { ...base, facts, ...query }).notNearRealTime.defender;
    expect(reasons({})).toEqual([]);
    expect(reasons({ facts: { ...facts, operators: ['join', 'where'] } })).toEqual([
      'It uses join.',
    ]);
    expect(reasons({ facts: { ...facts, readsDynamic: true } })).toHaveLength(1);
    expect(reasons({ tables: ['DeviceEvents', 'AlertInfo'] })).toEqual([
      'It reads 2 tables; only one can be read.',
      'AlertInfo cannot be read in near real time.',
    ]);
    expect(deployableOf({ timespan: 600 }, {}).notNearRealTime.sentinel).toHaveLength(1);
  });

  it('names the connectors of a table, and none for an ASIM parser', () => {
    const connectors = (target: Target, tables: string[]) =>
      deployableOf({}, { target, tables }).connectors.map(({ connectorId }) => connectorId);
    expect(connectors('sentinel', ['SecurityEvent'])).toEqual([
      'SecurityEvents',
      'WindowsSecurityEvents',
    ]);
    expect(connectors('sentinel-asim', ['_Im_ProcessCreate'])).toEqual([]);
  });
});
