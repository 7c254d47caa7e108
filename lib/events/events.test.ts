import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TARGETS, type Target } from '@/lib/target';
import { leftOutSentence, parseEvents, toRaw, toRows, toSigmaEvents } from '.';
import { unconformedRows } from './to-rows';

type Columns = Record<string, string>;
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(`content/schemas/${name}.json`, 'utf8')) as T;
const schemas: Record<Target, Record<string, Columns>> = {
  sentinel: read('log-analytics'),
  'defender-xdr': read('defender-xdr'),
  'sentinel-asim': Object.fromEntries(
    Object.entries(read<Record<string, { columns: Columns }>>('asim')).map(([name, parser]) => [
      name,
      parser.columns,
    ]),
  ),
};

function rowOf(raw: unknown, target: Target, table: string): Readonly<Record<string, unknown>> {
  const found = toRows(raw, schemas[target], target).find((row) => row.table === table);
  if (!found) throw new Error(`no row of ${table}`);
  return found.row;
}

const processCreation = { product: 'windows', category: 'process_creation', service: null };
const registrySet = { product: 'windows', category: 'registry_set', service: null };

describe('a Sysmon process creation', () => {
  const raw = toRaw(processCreation, {
    Image: 'C:\\Windows\\cmd.exe',
    CommandLine: 'cmd /c a & b > "c d"',
    User: 'NT AUTHORITY\\SYSTEM',
  });

  it('belongs to its category and to its service', () => {
    const sources = toSigmaEvents(raw).map(
      ({ product, category, service }) => `${product}/${category}/${service}`,
    );
    expect(sources).toEqual(['windows/process_creation/null', 'windows/null/sysmon']);
  });

  it('keeps its data as escaped XML text in Event', () => {
    const row = rowOf(raw, 'sentinel', 'Event');
    expect(row).toMatchObject({
      Source: 'Microsoft-Windows-Sysmon',
      EventLog: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
    });
    expect(row.EventData).toContain('<Data Name="CommandLine">cmd /c a &amp; b &gt; "c d"</Data>');
    expect(row.EventData).toMatch(
      /^<DataItem type="System.XmlData" .*><EventData xmlns=.*<\/EventData><\/DataItem>$/,
    );
  });

  it('keeps its data as an object in WindowsEvent', () => {
    const row = rowOf(raw, 'sentinel', 'WindowsEvent');
    expect(row.EventData).toMatchObject({ CommandLine: 'cmd /c a & b > "c d"' });
  });

  it('reaches ASIM without braces and still escaped', () => {
    const row = rowOf(raw, 'sentinel-asim', '_Im_ProcessCreate');
    expect(row).toMatchObject({
      EventType: 'ProcessCreated',
      TargetProcessName: 'C:\\Windows\\cmd.exe',
      TargetProcessCommandLine: 'cmd /c a &amp; b &gt; "c d"',
      TargetProcessGuid: '11111111-2222-3333-4444-555555555555',
      TargetProcessMD5: '0123456789ABCDEF0123456789ABCDEF',
    });
  });

  it('has an equivalent row in Defender, whose FolderPath includes the file name', () => {
    const row = rowOf(raw, 'defender-xdr', 'DeviceProcessEvents');
    expect(row).toMatchObject({
      ActionType: 'ProcessCreated',
      FolderPath: 'C:\\Windows\\cmd.exe',
      FileName: 'cmd.exe',
      AccountDomain: 'NT AUTHORITY',
      AccountName: 'SYSTEM',
      LogonId: 0x4d2f1,
    });
  });
});

describe('a registry value', () => {
  const raw = toRaw(registrySet, {
    TargetObject: 'HKU\\S-1-5-21-1-2-3-1001\\Software\\Key\\Name',
    Details: 'DWORD (0x0000000a)',
  });

  it('is split from its key by the ASIM parser, which spells out the hive', () => {
    expect(rowOf(raw, 'sentinel-asim', '_Im_RegistryEvent')).toMatchObject({
      EventType: 'RegistryValueSet',
      RegistryKey: 'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Key',
      RegistryValue: 'Name',
      RegistryValueData: 'DWORD (0x0000000a)',
    });
  });

  it('is decimal text under the current user in Defender', () => {
    expect(rowOf(raw, 'defender-xdr', 'DeviceRegistryEvents')).toMatchObject({
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_CURRENT_USER\\S-1-5-21-1-2-3-1001\\Software\\Key',
      RegistryValueName: 'Name',
      RegistryValueData: '10',
    });
  });

  it('appears under ControlSet001 in Defender when it was set in the current control set', () => {
    const system = toRaw(registrySet, {
      TargetObject: 'HKLM\\System\\CurrentControlSet\\Services\\X\\Start',
    });
    expect(rowOf(system, 'defender-xdr', 'DeviceRegistryEvents').RegistryKey).toBe(
      'HKEY_LOCAL_MACHINE\\System\\ControlSet001\\Services\\X',
    );
  });

  it('is empty in the key of a rename, because the ASIM parser looks for Details', () => {
    const rename = toRaw(
      { product: 'windows', category: 'registry_rename', service: null },
      { NewName: 'HKLM\\Software\\B' },
    );
    const row = rowOf(rename, 'sentinel-asim', '_Im_RegistryEvent');
    expect(row).toMatchObject({ EventType: 'RegistryKeyRenamed', RegistryKey: '' });
  });

  it('moves to the previous columns when it is deleted, in Defender', () => {
    const deleted = toRaw(
      { product: 'windows', category: 'registry_delete', service: null },
      { EventType: 'DeleteValue', TargetObject: 'HKLM\\Software\\A\\B' },
    );
    expect(rowOf(deleted, 'defender-xdr', 'DeviceRegistryEvents')).toMatchObject({
      ActionType: 'RegistryValueDeleted',
      PreviousRegistryKey: 'HKEY_LOCAL_MACHINE\\Software\\A',
      PreviousRegistryValueName: 'B',
    });
  });
});

describe('a security event', () => {
  const raw = toRaw(
    { product: 'windows', category: null, service: 'security' },
    {
      EventID: 4688,
      NewProcessName: 'C:\\Windows\\System32\\whoami.exe',
      ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
      CommandLine: 'whoami /priv',
      SubjectUserName: 'worker',
      SubjectDomainName: 'OFFICE',
      TargetUserName: '-',
      MandatoryLabel: 'S-1-16-12288',
      Unlisted: 'x',
    },
  );

  it('is a process creation with Sigma’s field names', () => {
    const [event] = toSigmaEvents(raw);
    expect(event).toMatchObject({ product: 'windows', category: 'process_creation' });
    expect(event?.fields).toMatchObject({
      Image: 'C:\\Windows\\System32\\whoami.exe',
      ParentImage: 'C:\\Windows\\System32\\cmd.exe',
      User: 'OFFICE\\worker',
      IntegrityLevel: 'High',
    });
  });

  it('has a column for each known value, and the rest in EventData', () => {
    const row = rowOf(raw, 'sentinel', 'SecurityEvent');
    expect(row).toMatchObject({
      EventID: 4688,
      NewProcessName: 'C:\\Windows\\System32\\whoami.exe',
      Process: 'whoami.exe',
      SubjectAccount: 'OFFICE\\worker',
      AccountType: 'User',
    });
    expect(row.EventData).toContain('<Data Name="Unlisted">x</Data>');
  });

  it('is a process creation in ASIM, without escapes and without the parent’s command line', () => {
    const row = rowOf(raw, 'sentinel-asim', '_Im_ProcessCreate');
    expect(row).toMatchObject({
      TargetProcessName: 'C:\\Windows\\System32\\whoami.exe',
      ActingProcessName: 'C:\\Windows\\System32\\cmd.exe',
    });
    expect(row).not.toHaveProperty('ActingProcessCommandLine');
  });
});

describe('events of other logs', () => {
  it('flattens nested JSON to dotted names and keeps lists', () => {
    const [event] = toSigmaEvents({
      logsource: { product: 'aws', service: 'cloudtrail' },
      event: { userIdentity: { type: 'Root' }, resources: [{ arn: 'a' }, { arn: 'b' }] },
    });
    expect(event?.fields).toMatchObject({
      'userIdentity.type': 'Root',
      'resources.arn': ['a', 'b'],
    });
  });

  it('fills the columns of CloudTrail, with objects as JSON text', () => {
    const row = rowOf(
      {
        logsource: { product: 'aws', service: 'cloudtrail' },
        event: {
          eventName: 'ConsoleLogin',
          eventTime: '2026-01-01T00:00:00Z',
          responseElements: { ConsoleLogin: 'Failure' },
        },
      },
      'sentinel',
      'AWSCloudTrail',
    );
    expect(row).toMatchObject({
      TimeGenerated: '2026-01-01T00:00:00.000Z',
      EventName: 'ConsoleLogin',
      ResponseElements: '{"ConsoleLogin":"Failure"}',
    });
  });

  it('writes Sysmon for Linux to syslog as one line of XML', () => {
    const raw = toRaw(
      { product: 'linux', category: 'process_creation', service: null },
      { Image: '/usr/bin/nc' },
    );
    const row = rowOf(raw, 'sentinel', 'Syslog');
    expect(row.SyslogMessage).toContain('<Provider Name="Linux-Sysmon"');
    expect(row.SyslogMessage).toContain('<EventID>1</EventID>');
    expect(row.SyslogMessage).toContain('<Data Name="Image">/usr/bin/nc</Data>');
    expect(rowOf(raw, 'sentinel-asim', '_Im_ProcessCreate').DvcOs).toBe('Linux');
  });

  it('returns no event and no row for input that is not an event', () => {
    for (const raw of [null, 7, 'x', [], {}, { Event: {} }, { logsource: {} }]) {
      expect(toSigmaEvents(raw)).toEqual([]);
      expect(toRows(raw, schemas.sentinel, 'sentinel')).toEqual([]);
    }
  });
});

describe('parseEvents', () => {
  it('reads an array, one document, JSON lines and concatenated documents', () => {
    expect(parseEvents('[{"a":1},{"a":2}]').events).toHaveLength(2);
    expect(parseEvents('{"a":1}').events).toHaveLength(1);
    expect(parseEvents('{"a":1}\n{"a":2}\n').events).toHaveLength(2);
    expect(parseEvents('{\n "a": "}"\n}\n\n{\n "a": 2\n}').events).toEqual([{ a: '}' }, { a: 2 }]);
  });

  it('leaves out what it cannot read, with line and reason, and reads on', () => {
    const text = '{"a":1}\n{"a":oops}\n{"a":"x}\n{"a":{"b":1}\n{"a":2}\n{"a" 3}\n{"a":4}\n{"a":';
    expect(parseEvents(text)).toEqual({
      events: [{ a: 1 }, { a: 2 }, { a: 4 }],
      leftOut: [
        { line: 2, reason: "Unexpected token 'o'" },
        { line: 3, reason: 'unfinished JSON' },
        { line: 4, reason: 'unfinished JSON' },
        { line: 6, reason: "Expected ':' after property name" },
        { line: 8, reason: 'unfinished JSON' },
      ],
    });
    expect(parseEvents('hello').leftOut).toEqual([{ line: 1, reason: 'not JSON' }]);
    expect(parseEvents('')).toEqual({ events: [], leftOut: [] });
  });

  it('goes on at the next document of an indented list, not inside the broken one', () => {
    const good = JSON.stringify([{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }], null, 2);
    const broken = good.replace('"b": 1\n      }', '"b": 1');
    const { events, leftOut } = parseEvents(broken);
    expect(events).toEqual([{ a: [{ b: 2 }] }]);
    expect(leftOut).toEqual([{ line: 2, reason: 'unfinished JSON' }]);
    const oneLine = '[{"a":1},{"a":oops},{"a":3}]';
    expect(parseEvents(oneLine).events).toEqual([{ a: 1 }, { a: 3 }]);
  });

  it('names the lines that are no part of a document', () => {
    const text = '# events\n{"a":1},\nhello, world\n\n{\n"a": 2\n}\n];\nbye {"a":3} bye\n';
    const { events, leftOut } = parseEvents(text);
    expect(events).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(leftOut.map(({ line }) => line)).toEqual([1, 3, 9]);
  });

  it('reads a long text of documents that do not end in time that grows with it', () => {
    const text = '{"a":{"b":1}\n'.repeat(40_000);
    const { events, leftOut } = parseEvents(`${text}{"a":1}`);
    expect(events).toEqual([{ a: 1 }]);
    expect(leftOut).toHaveLength(40_000);
  });

  it('says at most ten lines by number', () => {
    expect(leftOutSentence([])).toBe('');
    expect(leftOutSentence([{ line: 2, reason: 'not JSON' }])).toBe('Left out: line 2 (not JSON).');
    const many = Array.from({ length: 12 }, (_, at) => ({ line: at + 1, reason: 'r' }));
    expect(leftOutSentence(many)).toMatch(/line 10 \(r\) and 2 more\.$/);
  });
});

describe('rows of every log source that has a connector', () => {
  const sources = [
    ...['process_creation', 'file_event', 'registry_set', 'network_connection', 'image_load']
      .concat(['dns_query', 'pipe_created', 'process_access', 'create_remote_thread'])
      .concat(['driver_load', 'ps_script', 'file_delete', 'registry_add', 'registry_delete'])
      .map((category) => ({ product: 'windows', category, service: null })),
    ...['process_creation', 'file_event', 'network_connection'].map((category) => ({
      product: 'linux',
      category,
      service: null,
    })),
    ...['process_creation', 'file_event'].map((category) => ({
      product: 'macos',
      category,
      service: null,
    })),
    { product: 'windows', category: null, service: 'security' },
    { product: 'windows', category: null, service: 'system' },
    { product: null, category: 'webserver', service: null },
    { product: null, category: 'proxy', service: null },
    { product: null, category: 'dns', service: null },
    { product: null, category: 'firewall', service: null },
    { product: 'aws', category: null, service: 'cloudtrail' },
    ...['auditlogs', 'activitylogs', 'signinlogs', 'riskdetection'].map((service) => ({
      product: 'azure',
      category: null,
      service,
    })),
    { product: 'okta', category: null, service: 'okta' },
    { product: 'gcp', category: null, service: 'gcp.audit' },
    { product: 'gcp', category: null, service: 'google_workspace.admin' },
    { product: 'github', category: null, service: 'audit' },
    { product: 'm365', category: null, service: 'audit' },
    { product: 'm365', category: null, service: 'threat_management' },
    { product: 'kubernetes', category: null, service: 'audit' },
    { product: 'linux', category: null, service: 'auditd' },
    { product: 'linux', category: null, service: 'sshd' },
    { product: 'zeek', category: null, service: 'http' },
    { product: 'fortigate', category: null, service: 'event' },
    { product: 'cisco', category: null, service: 'duo' },
    { product: 'onelogin', category: null, service: 'onelogin.events' },
  ];

  it.each(sources)('$product/$category/$service has only columns that the schema has', (source) => {
    let rows = 0;
    for (const target of TARGETS) {
      const tables = schemas[target];
      for (const { table, row } of unconformedRows(toRaw(source, {}), tables, target)) {
        expect(tables).toHaveProperty([table]);
        rows++;
        const unknown = Object.keys(row).filter((column) => !(column in (tables[table] ?? {})));
        expect(unknown, table).toEqual([]);
      }
    }
    expect(rows).toBeGreaterThan(0);
  });
});

const REGRESSION = regressionData();

describe.skipIf(REGRESSION.length === 0)(
  'published samples (skipped without ../shared/reference)',
  () => {
    it('belong to a log source and become rows of known columns and types', () => {
      for (const { name, raw } of REGRESSION) {
        expect(toSigmaEvents(raw).length, name).toBeGreaterThan(0);
        for (const target of TARGETS) {
          const tables = schemas[target];
          for (const { table, row } of unconformedRows(raw, tables, target)) {
            const columns = tables[table] ?? {};
            expect(Object.keys(row).filter((column) => !(column in columns))).toEqual([]);
          }
          for (const { table, row } of toRows(raw, tables, target)) {
            for (const [column, value] of Object.entries(row)) {
              expect(hasType(value, tables[table]?.[column] ?? ''), `${table}.${column}`).toBe(
                true,
              );
            }
          }
        }
      }
    });
  },
);

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'int':
    case 'long':
      return Number.isInteger(value);
    case 'datetime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'bool':
      return typeof value === 'boolean';
    default:
      return value !== null && value !== undefined;
  }
}

/** The EVTX samples in the reference archive, if it is there. */
function regressionData(): { name: string; raw: unknown }[] {
  const folder = '../shared/reference/sigma';
  if (!existsSync(folder)) return [];
  const archive = readdirSync(folder)
    .filter((name) => name.endsWith('.tar.gz'))
    .sort()
    .at(-1);
  if (!archive) return [];
  const list = execFileSync('tar', ['-tzf', join(folder, archive)], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name.includes('/regression_data/') && name.endsWith('.json'));
  const text = execFileSync('tar', ['-xzOf', join(folder, archive), ...list], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return parseEvents(text).events.map((raw, at) => ({ name: `sample ${at}`, raw }));
}
