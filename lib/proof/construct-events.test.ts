import { describe, expect, it } from 'vitest';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { constructEvents } from './construct-events';
import { matchesRaw } from './match-raw-event';
import { nearMisses } from './near-misses/near-misses';

function ruleOf(
  detection: string,
  logsource = 'product: windows\n  category: process_creation',
): DetectionRule {
  const text = `title: Constructed
id: 00000000-0000-4000-8000-000000000000
logsource:
  ${logsource}
detection:
${detection
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
  const [document] = parseRules(text);
  if (document?.rule?.kind !== 'detection') {
    throw new Error(JSON.stringify(document?.diagnostics));
  }
  return document.rule;
}

const CASES: Readonly<Record<string, string>> = {
  'a plain value': "sel:\n  Image: 'C:\\x.exe'\ncondition: sel",
  contains: "sel:\n  CommandLine|contains: ' -enc '\ncondition: sel",
  'a list whose values must all be there':
    'sel:\n  CommandLine|contains|all:\n    - one\n    - two\n    - three\ncondition: sel',
  'wildcards inside': "sel:\n  CommandLine: 'a*b?c*'\ncondition: sel",
  'a start, a middle and an end':
    "a:\n  Image|startswith: 'C:\\Windows\\'\nb:\n  Image|contains: '\\Temp\\'\nc:\n  Image|endswith: '\\run.exe'\ncondition: a and b and c",
  'a regular expression':
    "sel:\n  CommandLine|re: '\\s-[eE]{1,2}n?c\\s+[A-Za-z0-9+/=]{12}'\ncondition: sel",
  'an absent field': "sel:\n  Image|endswith: '\\a.exe'\n  CommandLine: null\ncondition: sel",
  'a filter on an absent field':
    "sel:\n  Image|endswith: '\\a.exe'\nfilter:\n  ParentImage: null\ncondition: sel and not filter",
  'a filter whose values an ordinary event has':
    "sel:\n  CommandLine|contains: x\nfilter:\n  Image|endswith: '.exe'\ncondition: sel and not filter",
  'one of several selections':
    'sel_a:\n  CommandLine: a\nsel_b:\n  CommandLine: b\ncondition: 1 of sel_*',
  'an encoded value': "sel:\n  CommandLine|base64offset|contains: 'http://'\ncondition: sel",
  'a letter case': "sel:\n  CommandLine|contains|cased: 'MiXed'\ncondition: sel",
  'another field': 'sel:\n  User|fieldref: ParentUser\ncondition: sel',
  'a number': 'sel:\n  ProcessId|gt: 100\n  TerminalSessionId|lte: 0\ncondition: sel',
  presence: 'sel:\n  CommandLine|exists: true\n  Hashes|exists: false\ncondition: sel',
};

describe('constructEvents', () => {
  it.each(Object.entries(CASES))('makes events that match: %s', (_, detection) => {
    const rule = ruleOf(detection);
    const { events, reason } = constructEvents(rule);
    expect(reason).toBeNull();
    expect(events.length).toBeGreaterThan(0);
    for (const { raw } of events) expect(matchesRaw(rule, raw)).toBe(true);
  });

  it.each(Object.entries(CASES))('finds near misses that do not match: %s', (_, detection) => {
    const rule = ruleOf(detection);
    const misses = nearMisses(rule, constructEvents(rule).events[0]?.raw);
    expect(misses.length).toBeGreaterThan(0);
    for (const { raw } of misses) expect(matchesRaw(rule, raw)).toBe(false);
  });

  it('uses every alternative of a list once', () => {
    const rule = ruleOf(
      'sel:\n  CommandLine|contains:\n    - alpha\n    - beta\n    - gamma\ncondition: sel',
    );
    const texts = constructEvents(rule).events.map(({ fields }) => fields.CommandLine);
    for (const word of ['alpha', 'beta', 'gamma']) {
      expect(texts.some((text) => String(text).includes(word))).toBe(true);
    }
  });

  it('varies the letter case and omits fields that only exclusions test', () => {
    const rule = ruleOf(
      "sel:\n  CommandLine|contains: Alpha\nfilter:\n  ParentImage|endswith: '\\a.exe'\ncondition: sel and not filter",
    );
    const names = constructEvents(rule).events.map(({ name }) => name);
    expect(names).toContain('in another letter case');
    expect(names).toContain('without fields that only exclusions test');
  });

  it.each([
    ['product: windows\n  service: security', 'sel:\n  EventID: 4688\n  NewProcessName: a'],
    [
      'product: windows\n  service: windefend',
      'sel:\n  EventID: 1116\n  ThreatName|contains: Evil',
    ],
    ['product: windows\n  category: ps_script', 'sel:\n  ScriptBlockText|contains: Evil'],
    ['product: windows\n  category: ps_classic_start', 'sel:\n  Data|contains: Evil'],
    ['product: windows\n  category: registry_set', "sel:\n  TargetObject|endswith: '\\Run\\x'"],
    [
      'product: windows\n  category: registry_delete',
      'sel:\n  EventType: DeleteValue\n  TargetObject|contains: x',
    ],
    ['product: windows\n  category: dns_query', "sel:\n  QueryName|endswith: '.evil.test'"],
    [
      'product: windows\n  category: network_connection',
      "sel:\n  DestinationIp|cidr: '192.0.2.0/24'\n  Initiated: 'true'",
    ],
    ['product: linux\n  category: process_creation', "sel:\n  Image|endswith: '/nc'"],
    ['product: macos\n  category: process_creation', "sel:\n  Image|endswith: '/osascript'"],
    ['product: linux', "sel:\n  - 'segfault at'"],
    ['product: aws\n  service: cloudtrail', 'sel:\n  userIdentity.type: Root'],
    ['category: webserver', 'sel:\n  cs-method: GET\n  sc-status: 200'],
    ['category: antivirus', "sel:\n  Signature|contains: 'HTool'"],
    ['product: rpc_firewall\n  category: application', 'sel:\n  EventLog: RPCFW\n  EventID: 3'],
  ])('knows the events of %s', (logsource, selection) => {
    const rule = ruleOf(`${selection}\ncondition: sel`, logsource);
    expect(constructEvents(rule)).toMatchObject({ reason: null });
  });

  it('reports a placeholder without a value and a contradictory condition', () => {
    const open = ruleOf("sel:\n  User|expand: '%admins%'\ncondition: sel");
    expect(constructEvents(open)).toEqual({
      events: [],
      reason: 'no value is set for the placeholder %admins%',
    });
    const never = ruleOf('a:\n  Image: a\nb:\n  Image: b\ncondition: a and b');
    expect(constructEvents(never)).toEqual({
      events: [],
      reason: 'no field values that satisfy the condition were found',
    });
  });
});

describe('constructed events of a log', () => {
  it('have times that Sysmon could write, or do not exist', () => {
    const dated = (start: string) =>
      constructEvents(
        ruleOf(
          `sel:\n  CreationUtcTime|startswith: '${start}'\ncondition: sel`,
          'product: windows\n  category: file_event',
        ),
        1,
      );
    expect(dated('2023-03-').events[0]?.fields.CreationUtcTime).toMatch(
      /^2023-03-\d\d \d\d:\d\d:\d\d\.\d{3}$/,
    );
    expect(dated('2023-03- ').events).toEqual([]);
  });

  it('have the fields that the rule expects to be empty', () => {
    const rule = ruleOf(
      "sel:\n  EventID: 29\nfilter:\n  NewValue: ''\ncondition: sel and not filter",
      'product: windows\n  service: iis-configuration',
    );
    const { events } = constructEvents(rule);
    expect(events.length).toBeGreaterThan(0);
    for (const { fields } of events) expect(fields.NewValue).toBeTruthy();
  });
});

describe('nearMisses', () => {
  const changesOf = (rule: DetectionRule) =>
    nearMisses(rule, constructEvents(rule).events[0]?.raw).map(({ change }) => change);

  it('breaks the anchors and the literal of a value', () => {
    const rule = ruleOf("sel:\n  Image|endswith: '\\evil.exe'\ncondition: sel");
    expect(changesOf(rule)).toEqual(
      expect.arrayContaining([
        "Image has extra text after it: 'C:\\Appsq\\evil.exe-x'",
        "Image no longer contains '\\evil.exe': 'C:\\Appsq\\eviz.exe'",
      ]),
    );
  });

  it('makes each exclusion apply', () => {
    const rule = ruleOf(
      "sel:\n  CommandLine|contains: x\nfilter_a:\n  ParentImage|endswith: '\\a.exe'\nfilter_b:\n  User: b\n  Image|endswith: '\\b.exe'\ncondition: sel and not 1 of filter_*",
    );
    expect(changesOf(rule)).toEqual(
      expect.arrayContaining([
        "filter_a applies: ParentImage is 'C:\\Appsq\\a.exe'",
        "filter_b applies: User is 'b', Image is 'C:\\Appsq\\b.exe'",
      ]),
    );
  });

  it('describes each exclusion of one filter differently', () => {
    const rule = ruleOf(
      "sel:\n  CommandLine|contains: x\nfilter:\n  Image|endswith: ['\\a.exe', '\\b.exe', '\\c.exe']\ncondition: sel and not filter",
    );
    const changes = changesOf(rule).filter((change) => change.startsWith('filter applies'));
    expect(changes.length).toBe(3);
    expect(new Set(changes).size).toBe(3);
  });

  it('changes what a log writes in fixed words to another word of the log', () => {
    const rule = ruleOf(
      'sel:\n  properties.message: Add user\n  Status: Success\ncondition: sel',
      'product: azure\n  service: auditlogs',
    );
    const changes = changesOf(rule).filter((change) => change.startsWith('Status'));
    expect(changes).toEqual(["Status is 'failure'"]);
    expect(constructEvents(rule).events.map(({ fields }) => fields.Status)).toEqual([
      'success',
      'success',
    ]);
  });

  it('moves a registry path below another hive', () => {
    const rule = ruleOf(
      "sel:\n  TargetObject|startswith: 'HKLM\\SYSTEM\\'\ncondition: sel",
      'product: windows\n  category: registry_set',
    );
    expect(changesOf(rule)).toEqual(
      expect.arrayContaining([expect.stringContaining('TargetObject is below HKU\\S-1-5-21')]),
    );
  });

  it('has the same data in another event and another channel', () => {
    const rule = ruleOf("sel:\n  Image|endswith: '\\evil.exe'\ncondition: sel");
    expect(changesOf(rule)).toEqual(
      expect.arrayContaining(['it is event 5', 'another provider wrote it to another channel']),
    );
  });
});
