import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { type Row, runQuery } from '@/lib/kql/run/run-query';
import { parseRules } from '@/lib/sigma';
import { createTranslator } from '.';

/* Queries for Defender XDR on rows in the forms that published rows have. */

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function translate(logsource: string, detection: string) {
  const [document] = parseRules(`title: T
logsource: ${logsource}
detection: ${detection}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(document.rule, 'defender-xdr');
}

/** How many of the rows the query of a rule with one selection finds. */
function found(logsource: string, selection: string, table: string, rows: Row[]): number {
  return foundBy(logsource, `{s: ${selection}, condition: s}`, table, rows);
}

/** How many of the rows the query of a rule finds. */
function foundBy(logsource: string, detection: string, table: string, rows: Row[]): number {
  const { kql, table: from } = translate(logsource, detection);
  expect(from).toBe(table);
  const ran = runQuery(kql ?? '', {
    schemas,
    target: 'defender-xdr',
    tables: { DeviceInfo: [], [table]: rows },
  });
  expect(ran.diagnostics).toEqual([]);
  return ran.rows.length;
}

describe('a new service', () => {
  it.each([
    ['{product: windows, service: system}', '{EventID: 7045, ImagePath|contains: cmd /c echo}'],
    [
      '{product: windows, service: security}',
      '{EventID: 4697, ServiceName: a, ServiceFileName|contains: cmd /c echo}',
    ],
  ])('of %s is found by its command line in the registry', (logsource, selection) => {
    const row = {
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\a',
      RegistryValueName: 'ImagePath',
      RegistryValueData: '%COMSPEC% /Q /c cmd /c echo b',
    };
    const parameters = { ...row, RegistryKey: `${row.RegistryKey}\\Parameters` };
    expect(found(logsource, selection, 'DeviceRegistryEvents', [row, parameters])).toBe(1);
  });
});

describe('a command line without the folder of its program', () => {
  const logsource = '{product: windows, category: process_creation}';
  const row = {
    ActionType: 'ProcessCreated',
    FileName: 'a.exe',
    FolderPath: 'C:\\Tools\\a.exe',
    ProcessCommandLine: 'a.exe -b C:\\c.exe',
    InitiatingProcessFileName: 'p.exe',
    InitiatingProcessFolderPath: 'c:\\tools\\p.exe',
    InitiatingProcessCommandLine: '"p.exe" -q',
  };

  it.each([
    ['CommandLine', 'C:\\Tools\\a.exe -b C:\\c.exe'],
    ['CommandLine|startswith', 'C:\\Tools\\'],
    ['CommandLine|contains', '\\a.exe -b'],
    ['CommandLine|endswith', '\\c.exe'],
    ['CommandLine|startswith', 'a.exe -b'],
    ['ParentCommandLine|startswith', '"C:\\Tools\\p.exe"'],
    ['ParentCommandLine|contains', '\\p.exe" -q'],
  ])('is found by %s: %s', (field, value) => {
    expect(found(logsource, `{'${field}': '${value}'}`, 'DeviceProcessEvents', [row])).toBe(1);
  });

  it('is excluded by a filter that names the path', () => {
    const detection = `{s: {Image|endswith: '\\a.exe'}, f: {CommandLine|startswith: 'C:\\Tools\\a.exe'}, condition: s and not f}`;
    expect(foundBy(logsource, detection, 'DeviceProcessEvents', [row])).toBe(0);
  });

  it('makes a query approximate that looks for the path', () => {
    const outcome = (value: string) =>
      translate(logsource, `{s: {CommandLine|contains: '${value}'}, condition: s}`).outcome;
    expect(outcome('\\a.exe')).toBe('approximate');
    expect(outcome(' C:\\a.exe')).toBe('exact');
  });
});

describe('a file in DeviceEvents', () => {
  const cases: [string, string, string][] = [
    ['driver_load', 'ImageLoaded', 'DriverLoad'],
    ['create_remote_thread', 'TargetImage', 'CreateRemoteThreadApiCall'],
    ['process_access', 'TargetImage', 'OpenProcessApiCall'],
  ];

  it.each(cases)(
    'of %s is found with its folder alone or its whole path',
    (category, field, ActionType) => {
      const folder = { ActionType, FolderPath: 'C:\\Tools', FileName: 'a.sys' };
      const path = { ActionType, FolderPath: 'C:\\Tools\\a.sys', FileName: 'a.sys' };
      const logsource = `{product: windows, category: ${category}}`;
      for (const selection of [
        `{${field}: 'C:\\Tools\\a.sys'}`,
        `{'${field}|endswith': '\\a.sys'}`,
        `{'${field}|contains': '\\Tools\\'}`,
      ]) {
        expect(found(logsource, selection, 'DeviceEvents', [folder, path])).toBe(2);
      }
    },
  );
});

describe('an inspected request', () => {
  const row = (uri: string) => ({
    ActionType: 'HttpConnectionInspected',
    AdditionalFields: JSON.stringify({ direction: 'Out', host: 'a.test', uri }),
  });
  const count = (selection: string, uri: string) =>
    found('{category: proxy}', selection, 'DeviceNetworkEvents', [row(uri)]);

  it.each(['/b/c.png?d', 'http://a.test/b/c.png?d'])('has one host: %s', (uri) => {
    expect(count('{c-uri: http://a.test/b/c.png?d}', uri)).toBe(1);
    expect(count('{c-uri|startswith: /b/}', uri)).toBe(1);
    expect(count('{c-uri-extension: png}', uri)).toBe(1);
    expect(count('{cs-uri-stem: /b/c.png}', uri)).toBe(1);
  });

  it('of CONNECT has the host and the port', () => {
    expect(count("{c-uri: 'a.test:443'}", 'a.test:443')).toBe(1);
  });
});

describe('a process on Linux', () => {
  const logsource = '{product: linux, category: process_creation}';
  const row = {
    ActionType: 'ProcessCreated',
    FolderPath: '/usr/bin/ps',
    ProcessCommandLine: '/bin/ps -A',
    AdditionalFields: JSON.stringify({
      ProcessCurrentWorkingDirectory: '/tmp',
      InitiatingProcessCurrentWorkingDirectory: '/opt',
    }),
  };

  it.each([
    '{Image: /bin/ps}',
    '{Image: /usr/bin/ps}',
    "{'Image|endswith': '/bin/ps'}",
    '{CurrentDirectory: /tmp}',
  ])('is found by its resolved path and its own directory: %s', (selection) => {
    expect(found(logsource, selection, 'DeviceProcessEvents', [row])).toBe(1);
  });
});

describe('an event of the Security log', () => {
  const logsource = '{product: windows, service: security}';

  it('of a share is found in DeviceEvents by its details', () => {
    const row = {
      ActionType: 'NetworkShareObjectAccessChecked',
      AdditionalFields: JSON.stringify({ ShareName: '\\\\*\\IPC$', RelativeTargetName: 'svcctl' }),
    };
    const selection = "{EventID: 5145, 'ShareName|endswith': 'IPC$', RelativeTargetName: svcctl}";
    expect(found(logsource, selection, 'DeviceEvents', [row])).toBe(1);
  });

  it('of the audit policy is found by a subcategory without braces', () => {
    const SubcategoryGuid = '0cce9211-69ae-11d9-bed3-505054503030';
    const AdditionalFields = JSON.stringify({ AuditPolicyChanges: '%%8450', SubcategoryGuid });
    const row = { ActionType: 'AuditPolicyModification', AdditionalFields };
    const selection = `{EventID: 4719, 'AuditPolicyChanges|contains': '%%8450', SubcategoryGuid: '{${SubcategoryGuid}}'}`;
    expect(found(logsource, selection, 'DeviceEvents', [row])).toBe(1);
  });

  it('that clears it is found by its own provider', () => {
    const selection = '{EventID: 1102, Provider_Name: Microsoft-Windows-Eventlog}';
    const row = { ActionType: 'SecurityLogCleared' };
    expect(found(logsource, selection, 'DeviceEvents', [row])).toBe(1);
  });

  it('of a value in the registry is found in DeviceRegistryEvents', () => {
    const row = {
      ActionType: 'RegistryValueSet',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa',
      RegistryValueName: 'LmCompatibilityLevel',
      RegistryValueData: '1',
    };
    const selection = `{EventID: 4657, 'ObjectName|endswith': '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa', ObjectValueName: LmCompatibilityLevel}`;
    expect(found(logsource, selection, 'DeviceRegistryEvents', [row])).toBe(1);
  });

  it('that only reads a key is refused', () => {
    const selection = `{EventID: 4663, ObjectType: Key, 'ObjectName|endswith': 'lsa\\JD'}`;
    expect(translate(logsource, `{s: ${selection}, condition: s}`).outcome).toBe('unsupported');
  });

  it('of replication is found in IdentityDirectoryEvents', () => {
    const selection =
      "{EventID: 4662, 'Properties|contains': 1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}";
    const row = { ActionType: 'Directory Services replication', AccountName: 'ann' };
    expect(found(logsource, selection, 'IdentityDirectoryEvents', [row])).toBe(1);
  });

  it('of a renamed account is found with both names', () => {
    const AdditionalFields = { 'FROM SAM Account Name': 'pc$', 'TO SAM Account Name': 'dc' };
    const row = { ActionType: 'SAM Account Name changed', AdditionalFields };
    const selection = '{EventID: 4781, OldTargetUserName: pc$, NewTargetUserName: dc}';
    expect(found(logsource, selection, 'IdentityDirectoryEvents', [row])).toBe(1);
  });
});

describe('an event of another Windows log', () => {
  const log = (service: string) => `{product: windows, service: ${service}}`;

  it.each([
    ['applocker', '{EventID: 8004}', { ActionType: 'AppControlExecutableBlocked' }],
    [
      'codeintegrity-operational',
      "{EventID: 3077, 'FileNameBuffer|endswith': '\\Tools\\a.dll'}",
      {
        ActionType: 'AppControlCodeIntegrityPolicyBlocked',
        FolderPath: 'C:\\Tools',
        FileName: 'a.dll',
      },
    ],
    [
      'security-mitigations',
      "{EventID: 12, 'ProcessPath|endswith': '\\a.exe'}",
      {
        ActionType: 'ExploitGuardNonMicrosoftSignedBlocked',
        InitiatingProcessFileName: 'a.exe',
        InitiatingProcessFolderPath: 'c:\\tools\\a.exe',
      },
    ],
    ['windefend', '{EventID: 5013}', { ActionType: 'TamperingAttempt' }],
    ['windefend', '{EventID: 1117}', { ActionType: 'AntivirusMalwareBlocked' }],
  ])('%s is found in DeviceEvents: %s', (service, selection, row) => {
    expect(found(log(service), selection, 'DeviceEvents', [row])).toBe(1);
  });

  const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Defender';

  it('that says that protection is off is no attempt but a value in the registry', () => {
    const row = {
      ActionType: 'RegistryValueSet',
      RegistryKey: `${key}\\Real-Time Protection`,
      RegistryValueName: 'DisableRealtimeMonitoring',
      RegistryValueData: '1',
    };
    const on = { ...row, RegistryValueData: '0' };
    expect(found(log('windefend'), '{EventID: 5001}', 'DeviceRegistryEvents', [row, on])).toBe(1);
  });

  it('of a changed configuration has the value and its data', () => {
    const row = {
      ActionType: 'RegistryValueSet',
      RegistryKey: `${key}\\Exclusions\\Paths`,
      RegistryValueName: 'C:\\Tools',
      RegistryValueType: 'Dword',
      RegistryValueData: '0',
    };
    const selection =
      "{EventID: 5007, NewValue: 'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths\\C:\\Tools = 0x0'}";
    expect(found(log('windefend'), selection, 'DeviceRegistryEvents', [row])).toBe(1);
  });

  it('of a process that a task starts has the scheduler as its parent', () => {
    const row = {
      ActionType: 'ProcessCreated',
      FolderPath: 'C:\\Users\\Public\\a.exe',
      InitiatingProcessFileName: 'svchost.exe',
      InitiatingProcessCommandLine: 'svchost.exe -k netsvcs -p -s Schedule',
    };
    const selection = "{EventID: 129, 'Path|contains': '\\Users\\Public\\'}";
    expect(found(log('taskscheduler'), selection, 'DeviceProcessEvents', [row])).toBe(1);
  });
});

describe('what other tables know', () => {
  it('of an image is its signature', () => {
    const { kql, tables } = translate(
      '{product: windows, category: image_load}',
      "{s: {'ImageLoaded|endswith': '\\a.dll'}, f: {Signed: 'true'}, condition: s and not f}",
    );
    expect(tables).toEqual(['DeviceImageLoadEvents', 'DeviceFileCertificateInfo']);
    const image = (SHA1: string) => ({
      ActionType: 'ImageLoaded',
      FileName: 'a.dll',
      FolderPath: 'C:\\a.dll',
      SHA1,
    });
    const ran = runQuery(kql ?? '', {
      schemas,
      target: 'defender-xdr',
      tables: {
        DeviceImageLoadEvents: [image('1'), image('2'), image('3')],
        DeviceFileCertificateInfo: [
          { SHA1: '1', IsSigned: true },
          { SHA1: '2', IsSigned: false },
        ],
      },
    });
    expect(ran.rows.map(({ SHA1 }) => SHA1)).toEqual(['2', '3']);
  });

  it('of an image that custom data collection saw is the same', () => {
    const row = { FileName: 'a.dll', FolderPath: 'C:\\a.dll', SHA1: '1' };
    const logsource = '{product: windows, category: image_load}';
    const selection = "{'ImageLoaded|endswith': '\\a.dll', SignatureStatus: Unavailable}";
    const { alternatives } = translate(logsource, `{s: ${selection}, condition: s}`);
    const own = alternatives.find(({ table }) => table === 'DeviceCustomImageLoadEvents');
    expect(own?.outcome).toBe('approximate');
    const count = (IsSigned: boolean): number =>
      runQuery(own?.kql ?? '', {
        schemas,
        target: 'defender-xdr',
        tables: {
          DeviceCustomImageLoadEvents: [row],
          DeviceFileCertificateInfo: [{ SHA1: '1', IsSigned }],
        },
      }).rows.length;
    expect([count(false), count(true)]).toEqual([1, 0]);
  });

  it('of PowerShell is its command line', () => {
    const row = {
      ActionType: 'ProcessCreated',
      FileName: 'powershell.exe',
      ProcessCommandLine: 'powershell.exe -c Get-NetTCPConnection',
    };
    const logsource = '{product: windows, category: ps_classic_start}';
    const table = 'DeviceProcessEvents';
    expect(found(logsource, "{'Data|contains': Get-NetTCPConnection}", table, [row])).toBe(1);
    const engine = "{s: {'Data|contains': 'EngineVersion=2.'}, condition: s}";
    expect(translate(logsource, engine).outcome).toBe('unsupported');
  });

  it('of reads of files is in custom data collection', () => {
    const row = {
      FileName: 'Cookies',
      FolderPath: 'C:\\Users\\ann\\Cookies',
      InitiatingProcessFolderPath: 'c:\\a.exe',
    };
    const logsource = '{product: windows, category: file_access}';
    const selection = "{'FileName|endswith': '\\Cookies'}";
    expect(found(logsource, selection, 'DeviceCustomFileEvents', [row])).toBe(1);
  });

  it('of scripts is in DeviceEvents, without those of Linux', () => {
    const AdditionalFields = JSON.stringify({ ScriptContent: 'Invoke-Thing -a' });
    const rows = ['c:\\powershell.exe', '/usr/bin/pwsh'].map((InitiatingProcessFolderPath) => ({
      ActionType: 'ScriptContent',
      InitiatingProcessFolderPath,
      AdditionalFields,
    }));
    const logsource = '{product: windows, category: ps_script}';
    const selection = "{'ScriptBlockText|contains': Invoke-Thing}";
    expect(found(logsource, selection, 'DeviceEvents', rows)).toBe(1);
  });
});

describe('a registry value of bytes, which Defender leaves empty', () => {
  const row = {
    ActionType: 'RegistryValueSet',
    RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\a\\TaskCache\\Tasks\\{0}',
    RegistryValueName: 'Actions',
    RegistryValueType: 'Binary',
    RegistryValueData: '',
  };
  const empty = { ...row, RegistryValueType: 'String' };
  const logsource = '{product: windows, category: registry_set}';
  it.each(['null', "''", "'(Empty)'"])('is no value that equals %s', (value) => {
    const detection = `{s: {TargetObject|contains: TaskCache}, f: {Details: ${value}}, condition: s and not f}`;
    expect(foundBy(logsource, detection, 'DeviceRegistryEvents', [row, empty])).toBe(1);
    const asked = `{s: {TargetObject|contains: TaskCache, Details: ${value}}, condition: s}`;
    expect(foundBy(logsource, asked, 'DeviceRegistryEvents', [row, empty])).toBe(1);
  });
});
