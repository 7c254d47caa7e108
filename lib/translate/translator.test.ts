import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { createTranslator, type Mappings } from '.';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function problemsOf(logsource: string, target: Target = 'sentinel', by = translator) {
  const [document] = parseRules(`title: T
logsource: ${logsource}
detection: {s: {Image: a.exe}, condition: s}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return by.translate(document.rule, target).diagnostics;
}

it('suggests the log source that was probably meant', () => {
  expect(problemsOf('{product: windows, category: proces_creation}')).toMatchObject([
    { code: 'translate/no-mapping', hint: 'Did you mean windows/process_creation?' },
  ]);
  expect(problemsOf('{product: fridge}')[0]).not.toHaveProperty('hint');
});

/** A translator that has a mapping of the log source for these targets only. */
function mappedFor(targets: readonly Target[], category: string) {
  const all = mappings.all.filter(
    ({ target, logsource }) => logsource.category !== category || targets.includes(target),
  );
  const some: Mappings = { ...mappings, all };
  return createTranslator({ mappings: some, schemas });
}

it('names the targets that have a mapping if the requested one has none', () => {
  const proxy = '{category: proxy}';
  const one = mappedFor(['sentinel'], 'proxy');
  expect(problemsOf(proxy, 'defender-xdr', one)).toEqual([
    {
      severity: 'error',
      code: 'translate/no-mapping',
      message:
        'The log source proxy has no mapping for Defender XDR; it is mapped for Sentinel tables',
    },
  ]);
  const two = mappedFor(['sentinel', 'sentinel-asim'], 'proxy');
  expect(problemsOf(proxy, 'defender-xdr', two)[0]?.message).toBe(
    'The log source proxy has no mapping for Defender XDR; it is mapped for Sentinel ASIM and Sentinel tables',
  );
});

it('says how to name a category or a service alone, if the rule names both', () => {
  expect(problemsOf('{product: windows, category: process_creation, service: security}')).toEqual([
    {
      severity: 'error',
      code: 'translate/no-mapping',
      message:
        'The log source windows/process_creation/security has no mapping for Sentinel tables',
      hint: 'Write `product: windows, category: process_creation` or `product: windows, service: security`.',
    },
  ]);
});

it('suggests only log sources that are mapped for the target', () => {
  const one = mappedFor(['sentinel'], 'proxy');
  expect(problemsOf('{category: proxi}', 'sentinel', one)[0]?.hint).toBe('Did you mean proxy?');
  expect(problemsOf('{category: proxi}', 'defender-xdr', one)[0]).not.toHaveProperty('hint');
});

const AUDITD = '{product: linux, service: auditd}';

function translated(logsource: string, selection: string, target: Target = 'sentinel') {
  const [document] = parseRules(`title: T
logsource: ${logsource}
detection: {s: ${selection}, condition: s}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(document.rule, target);
}

it('prefers a current table to one that nothing writes any more', () => {
  const { table, diagnostics, alternatives } = translated(AUDITD, '{type: EXECVE, a0: nc}');
  expect(table).toBe('Syslog');
  expect(diagnostics).toEqual([]);
  const old = alternatives.find((one) => one.table === 'LinuxAuditLog');
  expect(old?.diagnostics).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      code: 'translate/retired-table',
      message: expect.stringContaining('LinuxAuditLog is retired since 2024-08-31'),
    }),
  );
});

it('prefers an approximate query on a current table to an exact one on a legacy table', () => {
  const { table, outcome, alternatives } = translated(
    '{product: gcp, service: google_workspace.admin}',
    '{eventName: CHANGE_APPLICATION_SETTING, setting_name: x}',
  );
  expect({ table, outcome }).toEqual({ table: 'GoogleWorkspaceReports', outcome: 'approximate' });
  expect(alternatives).toMatchObject([
    { table: 'GWorkspace_ReportsAPI_admin_CL', outcome: 'exact' },
  ]);
});

describe('a refusal', () => {
  it('names every table that was considered, with a reason for each', () => {
    const { outcome, diagnostics } = translated(
      '{product: windows, service: security}',
      '{EventID: 5145, ShareName: x}',
      'sentinel-asim',
    );
    expect(outcome).toBe('unsupported');
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(new Set(errors.map(({ table }) => table))).toEqual(
      new Set([
        '_Im_Authentication',
        '_Im_AuditEvent',
        '_Im_UserManagement',
        '_Im_FileEvent',
        '_Im_RegistryEvent',
        '_Im_NetworkSession',
      ]),
    );
  });

  it('offers the query of a workspace that the Defender portal can run', () => {
    const { diagnostics } = translated(
      '{product: windows, service: application}',
      '{EventID: 1}',
      'defender-xdr',
    );
    expect(diagnostics).toMatchObject([
      { code: 'translate/no-table' },
      { code: 'translate/query-elsewhere', instead: { target: 'sentinel', table: 'Event' } },
    ]);
  });

  it('offers nothing where no target has a query', () => {
    const { diagnostics } = translated('{product: none, service: none}', '{a: b}');
    expect(diagnostics).toMatchObject([{ code: 'translate/no-mapping' }]);
  });
});

it('shows the note of a table with an exact query', () => {
  const { outcome, diagnostics } = translated('{category: proxy}', '{c-useragent: x}');
  expect(outcome).toBe('exact');
  expect(diagnostics).toMatchObject([
    {
      severity: 'info',
      code: 'translate/table-note',
      message: expect.stringContaining('Web application firewalls'),
    },
  ]);
});

it('keeps the outcome of a query on a legacy table and reports the table', () => {
  const zeek = translated('{product: zeek, service: rdp}', '{cookie: x}');
  expect(zeek.outcome).toBe('exact');
  expect(zeek.diagnostics).toMatchObject([
    {
      severity: 'info',
      code: 'translate/legacy-table',
      message: expect.stringContaining('Corelight_v2_rdp_CL is legacy since 2026-09-14'),
    },
  ]);
});

it('knows the column of a registry value’s data', () => {
  const set = { product: 'windows', category: 'registry_set', service: null, definition: null };
  expect(translator.columnOf(set, 'sentinel-asim', '_Im_RegistryEvent', 'Details')).toEqual({
    name: 'RegistryValueData',
    parts: ['RegistryValueData'],
    over: null,
    made: null,
  });
  expect(translator.columnOf(set, 'sentinel-asim', '_Im_RegistryEvent', 'TargetObject')).toEqual({
    name: 'RegistryKey',
    parts: ['RegistryKey', 'RegistryValue'],
    over: {
      text: String.raw`strcat(RegistryKey, iff(isempty(RegistryValue), '', strcat(@'\', RegistryValue)))`,
      columns: ['RegistryKey', 'RegistryValue'],
    },
    made: null,
  });
});

it('knows how a table’s query makes the column of a field that is within a longer text', () => {
  const loads = { product: 'windows', category: 'image_load', service: null, definition: null };
  expect(translator.columnOf(loads, 'sentinel', 'Event', 'ImageLoaded')).toMatchObject({
    name: 'ImageLoaded',
    made: {
      text: `extract(@'<Data Name="ImageLoaded">([^<]*)</Data>', 1, EventData)`,
      from: ['EventData'],
    },
  });
});
