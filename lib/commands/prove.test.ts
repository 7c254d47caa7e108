import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RULE_ID = '11111111-1111-4111-8111-111111111131';
const CLOUD_ID = '11111111-1111-4111-8111-111111111132';

const RULE = `title: Tool
id: ${RULE_ID}
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\tool.exe'
  condition: selection
`;

const EVENT = {
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  TimeCreated: '2026-01-01T00:00:00Z',
};

const COMMAND = ['--import', 'tsx', 'lib/commands/prove.ts'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prove-'));
  writeFileSync(join(folder, 'rule.yml'), RULE);
  const images = ['C:\\a\\tool.exe', 'C:\\a\\other.exe'];
  const lines = images.map((Image) => JSON.stringify({ ...EVENT, Image }));
  writeFileSync(join(folder, 'events.jsonl'), lines.join('\n'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that the command prints with --json. */
function proveJson(rules: string, events: string): Record<string, unknown>[] {
  const { stdout } = spawnSync('node', [...COMMAND, rules, '--events', events, '--json'], {
    encoding: 'utf8',
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('counts the events that Sigma and KQL match for each rule and target', () => {
  const lines = proveJson(folder, join(folder, 'events.jsonl'));
  expect(lines.map(({ target }) => target)).toEqual(['sentinel-asim', 'sentinel', 'defender-xdr']);
  const counts = { tried: 2, sigma: 1, kql: 1, both: 1, differ: [], failure: null };
  expect(lines[1]).toMatchObject({
    id: RULE_ID,
    title: 'Tool',
    table: 'Event',
    outcome: 'exact',
    ...counts,
    own: null,
  });
  expect(lines[1]?.queries).toEqual(
    expect.arrayContaining([expect.objectContaining({ table: 'WindowsEvent', ...counts })]),
  );
});

it("counts a rule's own samples separately, in any file layout", () => {
  const events = join(folder, 'regression_data');
  mkdirSync(join(events, 'rules', 'windows'), { recursive: true });
  const raw = (Image: string) => ({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
        EventID: 1,
        TimeCreated: { '#attributes': { SystemTime: '2026-01-01T00:00:00Z' } },
        Channel: 'Microsoft-Windows-Sysmon/Operational',
        Computer: 'one',
      },
      EventData: { Image },
    },
  });
  const own = join(events, 'rules', 'windows', `${RULE_ID}.json`);
  const forms = [
    JSON.stringify(raw('C:\\tool.exe'), null, 2),
    JSON.stringify([raw('C:\\tool.exe')]),
    `${JSON.stringify(raw('C:\\tool.exe'))}\n`,
  ];
  writeFileSync(join(events, 'others.json'), JSON.stringify([raw('C:\\other.exe')]));
  for (const form of forms) {
    writeFileSync(own, form);
    const [line] = proveJson(join(folder, 'rule.yml'), events);
    expect(line).toMatchObject({ tried: 2, sigma: 1, kql: 1, own: { tried: 1, sigma: 1, kql: 1 } });
  }
});

it('reads plain JSON in a file named after a rule as events of its log source', () => {
  const place = join(folder, 'cloud');
  mkdirSync(place);
  writeFileSync(
    join(place, 'rule.yml'),
    `title: User\nid: ${CLOUD_ID}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser }\n  condition: a\n`,
  );
  writeFileSync(
    join(place, `${CLOUD_ID}.json`),
    JSON.stringify({ eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' }),
  );
  const lines = proveJson(place, place);
  expect(lines.find(({ target }) => target === 'sentinel')).toMatchObject({
    table: 'AWSCloudTrail',
    own: { tried: 1, sigma: 1, kql: 1 },
  });
});

it('runs a correlation on all events together', () => {
  const place = join(folder, 'correlation');
  mkdirSync(place);
  writeFileSync(
    join(place, 'rules.yml'),
    `${RULE.replace('title: Tool', 'title: Tool\nname: tool')}---
title: Often
id: 11111111-1111-4111-8111-111111111133
correlation:
  type: event_count
  rules: [tool]
  group-by: [User]
  timespan: 10m
  condition: { gte: 2 }
`,
  );
  const at = (minute: number) => ({
    ...EVENT,
    TimeCreated: `2026-01-01T00:0${minute}:00Z`,
    Image: 'C:\\tool.exe',
    User: 'OFFICE\\ann',
  });
  const events = join(place, 'events.json');
  writeFileSync(events, JSON.stringify([at(1), at(4)]));
  const lines = proveJson(join(place, 'rules.yml'), events);
  expect(
    lines.find(({ title, target }) => title === 'Often' && target === 'sentinel'),
  ).toMatchObject({ tried: 1, sigma: 1, kql: 1, both: 1, differ: [] });
});

it('exits with 1 when a rule matches none of its own samples', () => {
  const place = join(folder, 'wrong');
  mkdirSync(place);
  writeFileSync(join(place, `${RULE_ID}.json`), JSON.stringify({ ...EVENT, Image: 'C:\\no.exe' }));
  const { status, stdout } = spawnSync(
    'node',
    [...COMMAND, join(folder, 'rule.yml'), '--events', place],
    { encoding: 'utf8' },
  );
  expect(status).toBe(1);
  expect(stdout).toContain('own samples: 1 event tried, 0 matched by Sigma');
});

it('names files with events of an unknown format', () => {
  const place = join(folder, 'foreign');
  mkdirSync(place);
  writeFileSync(join(place, 'some.json'), JSON.stringify([{ a: 1 }, { b: 2 }]));
  const { stderr } = spawnSync('node', [...COMMAND, join(folder, 'rule.yml'), '--events', place], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('some.json: 2 of 2 events have an unknown format');
});

it('explains which argument is not valid', () => {
  const run = (args: readonly string[]) =>
    spawnSync('node', [...COMMAND, ...args], { encoding: 'utf8' });
  const missing = run([join(folder, 'nothing'), '--events', folder]);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toMatch(/^error: Cannot read .*nothing/);
  const bare = run([folder]);
  expect(bare.status).toBe(2);
  expect(bare.stderr).toContain('Missing events');
});
