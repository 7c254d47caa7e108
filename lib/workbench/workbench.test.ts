import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEPLOY_FORMATS } from '@/lib/deploy/types';
import { createWorkbench } from './workbench';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BASE_ID = '11111111-1111-4111-8111-111111111141';
const CORRELATION_ID = '11111111-1111-4111-8111-111111111142';
const FILTER_ID = '11111111-1111-4111-8111-111111111143';

const BASE = `title: Tool
id: ${BASE_ID}
name: tool
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\tool.exe' }
  condition: selection
`;

const CORRELATION = `title: Often
id: ${CORRELATION_ID}
correlation:
  type: event_count
  rules: [tool]
  group-by: [User]
  timespan: 10m
  condition: { gte: 2 }
`;

const FILTER = `title: Not by the administrator
id: ${FILTER_ID}
logsource: { product: windows, category: process_creation }
filter:
  rules: [${BASE_ID}]
  selection: { User: 'OFFICE\\admin' }
  condition: not selection
`;

/** Sigma 1: counted by its own document. */
const COUNTED = BASE.replace(
  '  condition: selection',
  '  timeframe: 10m\n  condition: selection | count() by User > 1',
);

const workbench = createWorkbench();

function eventOf(user: string, minute: number): Record<string, unknown> {
  return {
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    TimeCreated: `2026-01-01T00:0${minute}:00Z`,
    Image: 'C:\\tool.exe',
    User: user,
  };
}

async function ask(documents: readonly string[], events: readonly Record<string, unknown>[] = []) {
  const rule = documents.join('---\n');
  return workbench.translate({
    rule,
    events: events.map((event) => JSON.stringify(event)).join('\n'),
  });
}

interface Line {
  readonly id: string;
  readonly target: string;
  readonly outcome: string;
  readonly kql: string | null;
}

/** What `npm run translate` prints for the same text, filters aside: they have no query of their own. */
function translateByCommand(documents: readonly string[]): Line[] {
  const args = ['--import', 'tsx', 'lib/commands/translate.ts', '-', '--json', '--no-check'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    input: documents.join('---\n'),
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ title }) => title !== 'Not by the administrator')
    .map(({ id, target, outcome, kql }) => ({ id, target, outcome, kql }));
}

describe('queries', () => {
  it('equal those of the command line, with filters on the rules of a correlation', async () => {
    const documents = [CORRELATION, BASE, FILTER];
    const { rules } = await ask(documents);
    const lines = rules.flatMap(({ id, targets }) =>
      targets.map(({ target, outcome, kql }) => ({ id, target, outcome, kql })),
    );
    expect(lines).toEqual(translateByCommand(documents));
    const queries = lines.flatMap(({ id, kql }) => (id === CORRELATION_ID && kql ? [kql] : []));
    expect(queries.length).toBeGreaterThan(0);
    for (const kql of queries) expect(kql).toContain('OFFICE');
  });
});

describe('verdicts on events', () => {
  it.each([
    ['fire on events that an aggregation of Sigma 1 counts', 'OFFICE\\user', true],
    ['do not fire on events that a filter takes from the count', 'OFFICE\\admin', false],
  ])('%s', async (_, user, fires) => {
    const { events } = await ask([COUNTED, FILTER], [eventOf(user, 1), eventOf(user, 2)]);
    const [verdict] = events.find(({ number }) => number === 0)?.rules ?? [];
    expect(verdict?.sigma.fires).toBe(fires);
    expect(verdict?.kql.map((each) => each.fires)).toEqual([fires, fires, fires]);
  });

  it('agree on an event that a filter excludes', async () => {
    const { events } = await ask([BASE, FILTER], [eventOf('OFFICE\\admin', 1)]);
    const [verdict] = events[0]?.rules ?? [];
    expect(verdict?.sigma.fires).toBe(false);
    expect(verdict?.sigma.why).toBe(`Filter ${FILTER_ID}: selection matches but must not`);
    expect(verdict?.kql.map(({ fires }) => fires)).toEqual([false, false, false]);
  });

  it('agree on an event that passes a filter', async () => {
    const { events } = await ask([BASE, FILTER], [eventOf('OFFICE\\ann', 1)]);
    const [verdict] = events[0]?.rules ?? [];
    expect(verdict?.sigma).toEqual({ fires: true, why: null });
    expect(verdict?.kql.map(({ fires }) => fires)).toEqual([true, true, true]);
  });

  it.each([
    { user: 'OFFICE\\admin', fires: false },
    { user: 'OFFICE\\ann', fires: true },
  ])('agree on a correlation over events of $user: $fires', async ({ user, fires }) => {
    const given = [eventOf(user, 1), eventOf(user, 4)];
    const { events } = await ask([BASE, CORRELATION, FILTER], given);
    const together = events.find(({ number }) => number === 0)?.rules ?? [];
    expect(together.map(({ ruleId }) => ruleId)).toEqual([CORRELATION_ID]);
    expect(together[0]?.sigma.fires).toBe(fires);
    const ran = together[0]?.kql.filter((verdict) => verdict.why === null) ?? [];
    expect(ran.length).toBeGreaterThan(0);
    expect(ran.map((verdict) => verdict.fires)).toEqual(ran.map(() => fires));
  });

  it('come from the queries of their own rule, even if rules have no id', async () => {
    const first = BASE.replace(/^(id|name): .*\n/gm, '');
    const second = first.replaceAll('tool.exe', 'other.exe');
    const { events } = await ask([first, second], [eventOf('OFFICE\\ann', 1)]);
    expect(events[0]?.rules.map(({ sigma, kql }) => [sigma.fires, kql[1]?.fires])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('are null for an event that has no row in the query’s table', async () => {
    const other = {
      EventID: 4688,
      Channel: 'Security',
      Provider_Name: 'Microsoft-Windows-Security-Auditing',
      TimeCreated: '2026-01-01T00:01:00Z',
      NewProcessName: 'C:\\tool.exe',
    };
    const { events } = await ask([BASE], [other]);
    const [verdict] = events[0]?.rules ?? [];
    expect(verdict?.sigma.fires).toBe(true);
    expect(verdict?.kql.find(({ target }) => target === 'sentinel')).toMatchObject({
      table: 'Event',
      fires: null,
      why: expect.stringMatching(/\bEvent\b/),
    });
  });
});

describe('an answer', () => {
  const values = Array.from({ length: 2_000 }, (_, at) => `      - 'value ${at}'`).join('\n');
  const long = BASE.replace(
    /selection: \{.*\}/,
    `selection:\n    CommandLine|contains:\n${values}`,
  );

  it('stays within 1 MB, and says what it leaves out', async () => {
    const answer = await ask([long], [eventOf('OFFICE\\ann', 1)]);
    expect(long.length).toBeLessThan(100_000);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(1_000_000);
    expect(answer.notes.length).toBeGreaterThan(0);
    for (const note of answer.notes)
      expect(note).toMatch(/^The query for .+ is (too long|left out)/);
    expect(answer.events).toHaveLength(1);
  });

  it('says how many rules it leaves out', async () => {
    const { rules, notes } = await ask(Array.from({ length: 25 }, () => BASE));
    expect(rules).toHaveLength(10);
    expect(notes).toEqual([expect.stringMatching(/25 rules\. Only the first 10/)]);
  });

  it('lists the most severe of many problems', async () => {
    const unknown = Array.from({ length: 150 }, (_, at) => `    made_up_${at}|nonsense: a`);
    const broken = BASE.replace(/selection: \{.*\}/, `selection:\n${unknown.join('\n')}`);
    const { diagnostics, notes } = await ask([broken]);
    expect(diagnostics).toHaveLength(100);
    expect(notes.join(' ')).toMatch(/Only 100 of \d+ problems are listed/);
  });
});

describe('a proof for a tenant', () => {
  const query = {
    kql: 'DeviceProcessEvents | where FileName =~ "tool.exe"',
    target: 'defender-xdr',
    table: 'DeviceProcessEvents',
    tables: ['DeviceProcessEvents'],
  } as const;

  it('is made from the texts of the rule and of the filters that apply to it', () => {
    const answer = workbench.prove({ rules: [BASE], query, samples: [] });
    expect(answer).toMatchObject({ matches: 2, kql: expect.stringContaining('ProofCases') });
    const filtered = workbench.prove({ rules: [BASE, FILTER], query, samples: [] });
    expect(filtered).toMatchObject({ kql: expect.not.stringContaining('OFFICE') });
  });

  it('is refused with the reason', () => {
    const silent = { ...query, kql: 'DeviceProcessEvents | where FileName == "other"' };
    expect(workbench.prove({ rules: [BASE], query: silent, samples: [] })).toEqual({
      reason: expect.stringContaining('No event is known on which this query fires'),
    });
    expect(workbench.prove({ rules: ['- 1'], query, samples: [] })).toEqual({
      reason: 'The rule cannot be read.',
    });
  });
});

describe('pasted events', () => {
  const bare = JSON.stringify({ Image: 'C:\\tool.exe', User: 'OFFICE\\user' });

  it('are named by their line if they are not JSON', async () => {
    const { events, eventsNote } = await workbench.translate({
      rule: BASE,
      events: `${JSON.stringify(eventOf('OFFICE\\user', 1))}\nnot an event\n${JSON.stringify(eventOf('OFFICE\\user', 2))}`,
    });
    expect(events).toHaveLength(2);
    expect(eventsNote).toBe('Left out: line 2 (not JSON).');
  });

  it('are told what to add for the rule that an aggregation of Sigma 1 counts', async () => {
    const { eventsNote } = await workbench.translate({ rule: COUNTED, events: bare });
    expect(eventsNote).toContain('Microsoft-Windows-Sysmon/Operational');
  });

  it('are told what to add if they name no event log', async () => {
    const { eventsNote } = await workbench.translate({ rule: BASE, events: bare });
    const [, added] = /add `([^`]+)`/.exec(eventsNote ?? '') ?? [];
    const whole = bare.replace('{', `{${added},`);
    const { events, ...answer } = await workbench.translate({ rule: BASE, events: whole });
    expect(answer.eventsNote).toBeNull();
    const [verdict] = events[0]?.rules ?? [];
    expect(verdict?.sigma.fires).toBe(true);
    expect(verdict?.kql.find(({ target }) => target === 'sentinel')?.fires).toBe(true);
  });
});

describe('what a rule says of itself', () => {
  const tagged = `${BASE}level: high\ntags: [attack.execution, attack.t1059.001]\n`;

  it('comes with its queries: level, log source, techniques, words and its own lines', async () => {
    const { rules } = await ask([FILTER, tagged]);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({
      level: 'high',
      logsource: { product: 'windows', category: 'process_creation', service: null },
      techniques: [{ id: 'T1059.001', name: 'PowerShell' }],
    });
    expect(rules[0]?.words?.text).toContain('tool.exe');
    expect(rules[0]?.lines[0]?.map(({ text }) => text).join('')).toBe('title: Tool');
  });

  it('has the places of its queries’ diagnostics in the whole text', async () => {
    const odd = BASE.replace('{ Image|endswith', "{ Surprise: 'x', Image|endswith");
    const text = [CORRELATION, odd].join('---\n');
    const { rules } = await workbench.translate({ rule: text, events: '' });
    const spans = rules
      .filter(({ id }) => id === BASE_ID)
      .flatMap(({ targets }) => targets.flatMap(({ diagnostics }) => diagnostics))
      .flatMap(({ span }) => span ?? []);
    expect(spans.length).toBeGreaterThan(0);
    expect(new Set(spans.map(({ start, end }) => text.slice(start, end)))).toEqual(
      new Set(["'x'"]),
    );
  });
});

describe('a pasted rule as a detection', () => {
  const request = { rule: [FILTER, BASE].join('---\n'), place: 0, target: 'sentinel' } as const;

  it('has every format with its losses, and the files of the first that takes it', async () => {
    const answer = await workbench.deploy({ ...request, format: null });
    expect(answer?.formats.map(({ format }) => format)).toEqual([...DEPLOY_FORMATS]);
    expect(answer?.shown).toBe('sentinel-yaml');
    expect(answer?.files[0]?.text).toContain('name: Tool');
    expect(answer?.files[0]?.text).toContain('OFFICE');
    expect(answer?.files[0]?.lines.length).toBeGreaterThan(10);
    expect(answer?.facts?.entities.length).toBeGreaterThan(0);
  });

  it('has the files of the format that is wanted, or the reason for their absence', async () => {
    const arm = await workbench.deploy({ ...request, format: 'arm' });
    expect(arm?.shown).toBe('arm');
    expect(JSON.parse(arm?.files[0]?.text ?? '')).toHaveProperty('resources');
    const asim = await workbench.deploy({
      ...request,
      target: 'sentinel-asim',
      format: 'defender-json',
    });
    expect(asim?.files).toEqual([]);
    const refused = asim?.formats.find(({ format }) => format === 'defender-json');
    expect(refused?.refused).toBe(true);
    expect(refused?.losses.map(({ effect }) => effect)).toContain('refused');
  });

  it('has none of a rule that the text does not have', async () => {
    expect(await workbench.deploy({ ...request, place: 1, format: null })).toBeNull();
    expect(await workbench.deploy({ ...request, rule: '- 1', format: null })).toBeNull();
  });

  it('has ids of their own for rules without an id', async () => {
    const idOf = async (title: string) => {
      const rule = BASE.replace(/id: .*\n/, '').replace('Tool', title);
      const answer = await workbench.deploy({ ...request, rule, format: 'sentinel-yaml' });
      return /^id: (.+)$/m.exec(answer?.files[0]?.text ?? '')?.[1];
    };
    expect(await idOf('One')).toMatch(/-/);
    expect(await idOf('One')).not.toBe(await idOf('Two'));
  });
});
