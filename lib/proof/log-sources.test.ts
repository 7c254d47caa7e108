import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { createContext } from './context';
import { declaredDifference } from './declared-difference';
import { matchesRaw } from './matching';
import { agrees } from './proof-of';
import { prove } from './prove';

/*
 * An event of every log source, in the form in which it is published, and a rule on its fields: the
 * matcher, the binder and the interpreter have to agree on every table that holds the event. Events are
 * written here after Microsoft's descriptions of them; none is a recording.
 */

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);
const checker = createChecker(schemas);

type Data = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly logsource: string;
  readonly detection: string;
  readonly event: unknown;
  /** Tables in which the event has to be found. */
  readonly tables: readonly string[];
}

/** EVTX as JSON, as `regression_data` has it. */
function evtx(
  provider: string,
  channel: string,
  eventId: number,
  payload: { readonly EventData: Data | null } | { readonly UserData: Data },
  system: Data = {},
): unknown {
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        Provider: {
          '#attributes': { Name: provider, Guid: 'DE7B24EA-73C8-4A09-985D-5BDADCFA9017' },
        },
        EventID: eventId,
        Version: 0,
        Level: 4,
        Task: 1,
        Opcode: 0,
        Keywords: '0x8000000000000000',
        TimeCreated: { '#attributes': { SystemTime: '2026-02-03T04:05:06.789012Z' } },
        EventRecordID: 4711,
        Correlation: null,
        Execution: { '#attributes': { ProcessID: 1996, ThreadID: 15932 } },
        Channel: channel,
        Computer: 'ws7.office.test',
        Security: { '#attributes': { UserID: 'S-1-5-18' } },
        ...system,
      },
      ...payload,
    },
  };
}

function sysmon(eventId: number, data: Data): unknown {
  return evtx('Microsoft-Windows-Sysmon', 'Microsoft-Windows-Sysmon/Operational', eventId, {
    EventData: {
      RuleName: '-',
      UtcTime: '2026-02-03 04:05:06.780',
      ProcessGuid: '0197231E-FE0B-693F-1306-000000000D00',
      ProcessId: 5184,
      Image: 'C:\\Tools\\ledger.exe',
      User: 'OFFICE\\ann',
      ...data,
    },
  });
}

function security(eventId: number, data: Data): unknown {
  return evtx(
    'Microsoft-Windows-Security-Auditing',
    'Security',
    eventId,
    {
      EventData: {
        SubjectUserSid: 'S-1-5-21-1-2-3-1001',
        SubjectUserName: 'ann',
        SubjectDomainName: 'OFFICE',
        SubjectLogonId: '0x3144c',
        ...data,
      },
    },
    { Level: 0, Keywords: '0x8020000000000000', Security: null },
  );
}

/** An event of a channel whose provider has the channel's name. */
function operational(channel: string, eventId: number, data: Data | null): unknown {
  return evtx(channel.split('/')[0] ?? channel, channel, eventId, { EventData: data });
}

const category = (name: string): string => `{ product: windows, category: ${name} }`;
const service = (name: string): string => `{ product: windows, service: ${name} }`;
const LOG = ['Event', 'WindowsEvent'];

/** A channel that both tables of Windows events take as it is. */
function channelCase(
  name: string,
  channel: string,
  eventId: number,
  data: Data | null,
  detection: string,
): Case {
  return {
    name,
    logsource: service(name),
    detection: `selection: { EventID: ${eventId}${detection} }`,
    event: operational(channel, eventId, data),
    tables: LOG,
  };
}

const PROCESS: Data = {
  FileVersion: '10.0.26100.1',
  Description: 'Ledger tool',
  Product: 'Ledger',
  Company: 'Quietworks',
  OriginalFileName: 'ledger.exe',
  CommandLine: '"C:\\Tools\\ledger.exe" --open "a & b" <book>',
  CurrentDirectory: 'C:\\Tools\\',
  LogonGuid: '0197231E-5032-6940-AAE2-070000000000',
  LogonId: '0x7e2aa',
  TerminalSessionId: 1,
  IntegrityLevel: 'High',
  Hashes:
    'MD5=0C0A46AAA84E8689D9EE731E6799283B,SHA256=2EF794C4940AFEA56C6D6D3B9BC9E66965BC7333E79C5DCB2DEF3C0E36F0834C,IMPHASH=68F5781FF188454492D1B3FD57484D85',
  ParentProcessGuid: '0197231E-EDAB-693F-1D05-000000000D00',
  ParentProcessId: 14012,
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd.exe /c "ledger"',
  ParentUser: 'OFFICE\\ann',
};

const SYSMON: readonly Case[] = [
  {
    name: 'process creation, Sysmon 1',
    logsource: category('process_creation'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    CommandLine|contains|all: [' --open ', '"a & b"', '<book>']
    User|contains: 'ann'
    IntegrityLevel: High
    ParentImage|endswith: '\\cmd.exe'`,
    event: sysmon(1, PROCESS),
    tables: ['Event', 'WindowsEvent', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  },
  {
    name: 'process creation by hash and original name, Sysmon 1',
    logsource: category('process_creation'),
    detection: `selection:
    OriginalFileName: LEDGER.EXE
    Hashes|contains: 'MD5=0C0A46AAA84E8689D9EE731E6799283B'`,
    event: sysmon(1, PROCESS),
    tables: ['Event', 'WindowsEvent', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  },
  {
    name: 'process creation, Security 4688',
    logsource: category('process_creation'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    CommandLine|contains: '--open'
    ParentImage|endswith: '\\cmd.exe'`,
    event: security(4688, {
      NewProcessId: '0x1440',
      NewProcessName: 'C:\\Tools\\ledger.exe',
      TokenElevationType: '%%1937',
      ProcessId: '0x36bc',
      CommandLine: '"C:\\Tools\\ledger.exe" --open',
      TargetUserSid: 'S-1-0-0',
      TargetUserName: '-',
      TargetDomainName: '-',
      TargetLogonId: '0x0',
      ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
      MandatoryLabel: 'S-1-16-12288',
    }),
    tables: ['SecurityEvent', '_Im_ProcessCreate'],
  },
  {
    name: 'file_change, Sysmon 2',
    logsource: category('file_change'),
    detection: `selection: { TargetFilename|endswith: '\\book.dat', PreviousCreationUtcTime|startswith: '2019' }`,
    event: sysmon(2, {
      TargetFilename: 'C:\\Tools\\book.dat',
      CreationUtcTime: '2026-02-03 04:05:06.780',
      PreviousCreationUtcTime: '2019-02-03 04:05:06.780',
    }),
    tables: LOG,
  },
  {
    name: 'network_connection, Sysmon 3',
    logsource: category('network_connection'),
    detection: `selection:
    Image|endswith: '\\ledger.exe'
    Initiated: 'true'
    DestinationPort: [443, 8443]
    DestinationIp|cidr: '203.0.113.0/24'`,
    event: sysmon(3, {
      Protocol: 'tcp',
      Initiated: true,
      SourceIsIpv6: false,
      SourceIp: '10.1.2.3',
      SourceHostname: 'ws7.office.test',
      SourcePort: 50311,
      SourcePortName: '-',
      DestinationIsIpv6: false,
      DestinationIp: '203.0.113.9',
      DestinationHostname: '-',
      DestinationPort: 8443,
      DestinationPortName: '-',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceNetworkEvents', '_Im_NetworkSession'],
  },
  {
    name: 'sysmon_status, Sysmon 4',
    logsource: category('sysmon_status'),
    detection: `selection: { State: Stopped }`,
    event: sysmon(4, { State: 'Stopped', Version: '15.15', SchemaVersion: '4.90' }),
    tables: LOG,
  },
  {
    name: 'driver_load, Sysmon 6',
    logsource: category('driver_load'),
    detection: `selection: { ImageLoaded|endswith: '\\ledger.sys', Hashes|contains: 'MD5=0C0A46AAA84E8689D9EE731E6799283B' }`,
    event: sysmon(6, {
      ImageLoaded: 'C:\\Windows\\System32\\drivers\\ledger.sys',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Signed: 'true',
      Signature: 'Quietworks',
      SignatureStatus: 'Valid',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'image_load, Sysmon 7',
    logsource: category('image_load'),
    detection: `selection: { ImageLoaded|endswith: '\\ledger.dll', Image|startswith: 'C:\\Tools\\' }
  filter: { Image|endswith: '\\other.exe' }`,
    event: sysmon(7, {
      ImageLoaded: 'C:\\Users\\ann\\ledger.dll',
      FileVersion: '-',
      Description: '-',
      Product: '-',
      Company: '-',
      OriginalFileName: '-',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Signed: 'false',
      Signature: '-',
      SignatureStatus: 'Unavailable',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceImageLoadEvents'],
  },
  {
    name: 'create_remote_thread, Sysmon 8',
    logsource: category('create_remote_thread'),
    detection: `selection: { SourceImage|endswith: '\\ledger.exe', TargetImage|endswith: '\\shelf.exe' }`,
    event: sysmon(8, {
      SourceProcessId: 1,
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetProcessId: 2,
      TargetImage: 'C:\\Tools\\shelf.exe',
      NewThreadId: 3,
      StartAddress: '0x00007FF8A1B2C3D4',
      StartModule: '-',
      StartFunction: '-',
      SourceUser: 'OFFICE\\ann',
      TargetUser: 'OFFICE\\ann',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'raw_access_thread, Sysmon 9',
    logsource: category('raw_access_thread'),
    detection: `selection: { Device|contains: 'Harddisk', Image|startswith: 'C:\\Tools\\' }`,
    event: sysmon(9, { Device: '\\Device\\HarddiskVolume3' }),
    tables: LOG,
  },
  {
    name: 'process_access, Sysmon 10',
    logsource: category('process_access'),
    detection: `selection:
    TargetImage|endswith: '\\lsass.exe'
    GrantedAccess: ['0x1410', '0x1fffff']
    CallTrace|contains: 'dbghelp'`,
    event: sysmon(10, {
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetImage: 'C:\\Windows\\System32\\lsass.exe',
      GrantedAccess: '0x1fffff',
      CallTrace: 'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\dbghelp.dll+1',
      SourceUser: 'OFFICE\\ann',
      TargetUser: 'NT AUTHORITY\\SYSTEM',
    }),
    tables: LOG,
  },
  {
    name: 'process_access by access mask, Sysmon 10',
    logsource: category('process_access'),
    detection: `selection: { TargetImage|endswith: '\\lsass.exe', GrantedAccess: '0x1410' }`,
    event: sysmon(10, {
      SourceImage: 'C:\\Tools\\ledger.exe',
      TargetImage: 'C:\\Windows\\System32\\lsass.exe',
      GrantedAccess: '0x1410',
      CallTrace: '-',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'file_event, Sysmon 11',
    logsource: category('file_event'),
    detection: `selection: { TargetFilename|contains: '\\Startup\\', TargetFilename|endswith: '.lnk' }`,
    event: sysmon(11, {
      TargetFilename: 'C:\\Users\\ann\\AppData\\Roaming\\Startup\\a b.lnk',
      CreationUtcTime: '2026-02-03 04:05:06.780',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_FileEvent', 'DeviceFileEvents'],
  },
  {
    name: 'registry_add, Sysmon 12',
    logsource: category('registry_add'),
    detection: `selection: { EventType: CreateKey, TargetObject|contains: '\\Software\\Quietworks' }`,
    event: sysmon(12, {
      EventType: 'CreateKey',
      TargetObject: 'HKU\\S-1-5-21-1-2-3-1001\\Software\\Quietworks',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_delete, Sysmon 12',
    logsource: category('registry_delete'),
    detection: `selection: { EventType: DeleteValue, TargetObject|endswith: '\\Quietworks\\Page' }`,
    event: sysmon(12, {
      EventType: 'DeleteValue',
      TargetObject: 'HKLM\\SOFTWARE\\Quietworks\\Page',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_set of a number, Sysmon 13',
    logsource: category('registry_set'),
    detection: `selection:
    TargetObject|startswith: 'HKLM\\System\\CurrentControlSet\\Services\\'
    TargetObject|endswith: '\\Start'
    Details: 'DWORD (0x00000004)'`,
    event: sysmon(13, {
      EventType: 'SetValue',
      TargetObject: 'HKLM\\System\\CurrentControlSet\\Services\\WinDefend\\Start',
      Details: 'DWORD (0x00000004)',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_set of text, Sysmon 13',
    logsource: category('registry_set'),
    detection: `selection: { TargetObject|contains: '\\CurrentVersion\\Run\\', Details|contains: '\\ledger.exe' }`,
    event: sysmon(13, {
      EventType: 'SetValue',
      TargetObject:
        'HKU\\S-1-5-21-1-2-3-1001\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Ledger',
      Details: '"C:\\Tools\\ledger.exe" /a',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_RegistryEvent', 'DeviceRegistryEvents'],
  },
  {
    name: 'registry_event of a renamed key, Sysmon 14',
    logsource: category('registry_event'),
    detection: `selection: { NewName|endswith: '\\Ledger2' }`,
    event: sysmon(14, {
      EventType: 'RenameKey',
      TargetObject: 'HKLM\\SOFTWARE\\Quietworks\\Ledger',
      NewName: 'HKLM\\SOFTWARE\\Quietworks\\Ledger2',
    }),
    tables: LOG,
  },
  {
    name: 'create_stream_hash, Sysmon 15',
    logsource: category('create_stream_hash'),
    detection: `selection: { TargetFilename|endswith: ':Zone.Identifier', Contents|contains: 'host.test' }`,
    event: sysmon(15, {
      TargetFilename: 'C:\\Users\\ann\\Downloads\\a.iso:Zone.Identifier',
      CreationUtcTime: '2026-02-03 04:05:06.780',
      Hash: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      Contents: '[ZoneTransfer]  ZoneId=3  HostUrl=https://host.test/a.iso  ',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceFileEvents'],
  },
  {
    name: 'sysmon, its own service, Sysmon 16',
    logsource: service('sysmon'),
    detection: 'selection: { EventID: 16 }',
    event: sysmon(16, {
      Configuration: 'C:\\Tools\\s.xml',
      ConfigurationFileHash: 'SHA256=00',
    }),
    tables: LOG,
  },
  {
    name: 'pipe_created, Sysmon 17',
    logsource: category('pipe_created'),
    detection: `selection: { PipeName|startswith: '\\led' }`,
    event: sysmon(17, { EventType: 'CreatePipe', PipeName: '\\ledger' }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'pipe_created, Sysmon 18',
    logsource: category('pipe_created'),
    detection: `selection: { PipeName: ['\\ledger', '\\shelf'] }`,
    event: sysmon(18, { EventType: 'ConnectPipe', PipeName: '\\shelf' }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'wmi_event, Sysmon 20',
    logsource: category('wmi_event'),
    detection: `selection: { Destination|contains: 'ledger.exe' }`,
    event: sysmon(20, {
      EventType: 'WmiConsumerEvent',
      Operation: 'Created',
      Name: ' "page"',
      Type: 'Command Line',
      Destination: ' "C:\\\\Tools\\\\ledger.exe"',
    }),
    tables: LOG,
  },
  {
    name: 'wmi_event, Sysmon 19 to 21',
    logsource: category('wmi_event'),
    detection: 'selection: { EventID: [19, 20, 21] }',
    event: sysmon(21, { Operation: 'Created', Consumer: 'a', Filter: 'b' }),
    tables: LOG,
  },
  {
    name: 'dns_query, Sysmon 22',
    logsource: category('dns_query'),
    detection: `selection: { QueryName|endswith: '.host.test', Image|contains: '\\Tools\\' }`,
    event: sysmon(22, {
      QueryName: 'a.host.test',
      QueryStatus: 0,
      QueryResults: '::ffff:203.0.113.9;',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_Dns', 'DeviceEvents'],
  },
  {
    name: 'file_delete, Sysmon 23',
    logsource: category('file_delete'),
    detection: `selection: { TargetFilename|endswith: '.bak' }`,
    event: sysmon(23, {
      TargetFilename: 'C:\\Tools\\book.bak',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
      IsExecutable: false,
      Archived: 'true',
    }),
    tables: ['Event', 'WindowsEvent', '_Im_FileEvent', 'DeviceFileEvents'],
  },
  {
    name: 'process_tampering, Sysmon 25',
    logsource: category('process_tampering'),
    detection: `selection: { Type: 'Image is replaced' }`,
    event: sysmon(25, { Type: 'Image is replaced' }),
    tables: LOG,
  },
  {
    name: 'file_executable_detected, Sysmon 29',
    logsource: category('file_executable_detected'),
    detection: `selection: { TargetFilename|contains: '\\Temp\\' }`,
    event: sysmon(29, {
      TargetFilename: 'C:\\Users\\ann\\AppData\\Local\\Temp\\a.exe',
      Hashes: 'MD5=0C0A46AAA84E8689D9EE731E6799283B',
    }),
    tables: LOG,
  },
  {
    name: 'sysmon_error, Sysmon 255',
    logsource: category('sysmon_error'),
    detection: `selection: { Description|contains: 'Failed to' }`,
    event: sysmon(255, { ID: 'ImageLoad', Description: 'Failed to find process image name' }),
    tables: LOG,
  },
];

const POWERSHELL = 'Microsoft-Windows-PowerShell/Operational';

const BUILTIN: readonly Case[] = [
  {
    name: 'ps_script, 4104',
    logsource: category('ps_script'),
    detection: `selection: { ScriptBlockText|contains|all: ['New-Object', '"a"'] }
  filter: { Path|startswith: 'C:\\Program Files\\' }`,
    event: operational(POWERSHELL, 4104, {
      MessageNumber: 1,
      MessageTotal: 1,
      ScriptBlockText: '$x = New-Object Net.WebClient # <a> & "a"\r\n$x.DownloadString("b")',
      ScriptBlockId: '0197231E-FE0B-693F-1306-000000000D00',
      Path: '',
    }),
    tables: ['Event', 'WindowsEvent', 'DeviceEvents'],
  },
  {
    name: 'ps_module, 4103',
    logsource: category('ps_module'),
    detection: `selection: { Payload|contains: 'Get-Process', ContextInfo|contains: 'Host Application = powershell' }`,
    event: operational(POWERSHELL, 4103, {
      ContextInfo:
        '        Severity = Informational\r\n        Host Application = powershell.exe -c a',
      UserData: '',
      Payload: 'CommandInvocation(Get-Process): "Get-Process"',
    }),
    tables: LOG,
  },
  {
    name: 'ps_classic_start, 400',
    logsource: category('ps_classic_start'),
    detection: `selection: { Data|contains: 'HostVersion=3.0' }`,
    event: evtx('PowerShell', 'Windows PowerShell', 400, {
      EventData: {
        Data: ['Available', 'None', '\tNewEngineState=Available\r\n\tHostVersion=3.0\r\n'],
      },
    }),
    tables: LOG,
  },
  {
    name: 'powershell-classic',
    logsource: service('powershell-classic'),
    detection: `selection: { Data|contains|all: ['HostName=', 'ledger'] }`,
    event: evtx('PowerShell', 'Windows PowerShell', 403, {
      EventData: { Data: ['Stopped', 'Available', '\tHostName=ConsoleHost\r\n\tledger'] },
    }),
    tables: LOG,
  },
  {
    name: 'powershell',
    logsource: service('powershell'),
    detection: `selection: { EventID: 4104, ScriptBlockText|contains: 'ledger' }`,
    event: operational(POWERSHELL, 4104, { ScriptBlockText: 'ledger -open' }),
    tables: LOG,
  },
  {
    name: 'security 4624',
    logsource: service('security'),
    detection: `selection: { EventID: 4624, LogonType: 9, LogonProcessName: seclogo, AuthenticationPackageName: Negotiate }`,
    event: security(4624, {
      TargetUserSid: 'S-1-5-21-1-2-3-1001',
      TargetUserName: 'ann',
      TargetDomainName: 'OFFICE',
      TargetLogonId: '0x4d2f1',
      LogonType: 9,
      LogonProcessName: 'seclogo',
      AuthenticationPackageName: 'Negotiate',
      WorkstationName: '-',
      LogonGuid: '00000000-0000-0000-0000-000000000000',
      KeyLength: 0,
      ProcessName: 'C:\\Windows\\System32\\svchost.exe',
      IpAddress: '::1',
      IpPort: 0,
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4625',
    logsource: service('security'),
    detection: `selection: { EventID: 4625, SubStatus: '0xC0000064' }
  filter: { IpAddress: '-' }`,
    event: security(4625, {
      TargetUserName: 'nobody',
      TargetDomainName: 'OFFICE',
      Status: '0xc000006d',
      SubStatus: '0xc0000064',
      LogonType: 3,
      IpAddress: '203.0.113.9',
      IpPort: '50000',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4663',
    logsource: service('security'),
    detection: `selection: { EventID: 4663, ObjectType: File, ObjectName|contains: '\\Login Data' }`,
    event: security(4663, {
      ObjectServer: 'Security',
      ObjectType: 'File',
      ObjectName: 'C:\\Users\\ann\\AppData\\Local\\Google\\Login Data',
      HandleId: '0x1a4',
      AccessList: '%%4416\r\n\t\t\t\t',
      AccessMask: '0x1',
      ProcessId: '0x1f0',
      ProcessName: 'C:\\Tools\\ledger.exe',
      ResourceAttributes: '-',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4697',
    logsource: service('security'),
    detection: `selection: { EventID: 4697, ServiceFileName|contains: 'cmd.exe' }`,
    event: security(4697, {
      ServiceName: 'Ledger',
      ServiceFileName: '%COMSPEC% cmd.exe /c a',
      ServiceType: '0x10',
      ServiceStartType: 3,
      ServiceAccount: 'LocalSystem',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4698',
    logsource: service('security'),
    detection: `selection: { EventID: 4698, TaskContent|contains: '<Command>powershell' }`,
    event: security(4698, {
      TaskName: '\\Ledger',
      TaskContent:
        '<?xml version="1.0"?>\r\n<Task>\r\n <Exec><Command>powershell</Command></Exec></Task>',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4719, with a field of EventData only',
    logsource: service('security'),
    detection: `selection: { EventID: 4719, AuditPolicyChanges|contains: '%%8448', SubcategoryGuid: '{0CCE9230-69AE-11D9-BED3-505054503030}' }`,
    event: security(4719, {
      CategoryId: '%%8277',
      SubcategoryId: '%%13573',
      SubcategoryGuid: '0CCE9230-69AE-11D9-BED3-505054503030',
      AuditPolicyChanges: '%%8448, %%8450',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 4720',
    logsource: service('security'),
    detection: `selection: { EventID: 4720, TargetUserName|endswith: '$' }`,
    event: security(4720, {
      TargetUserName: 'new$',
      TargetDomainName: 'OFFICE',
      TargetSid: 'S-1-5-21-1-2-3-1009',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 5145',
    logsource: service('security'),
    detection: `selection: { EventID: 5145, ShareName: '\\\\*\\IPC$', RelativeTargetName|startswith: 'led' }`,
    event: security(5145, {
      ObjectType: 'File',
      IpAddress: '10.1.2.3',
      IpPort: 50000,
      ShareName: '\\\\*\\IPC$',
      ShareLocalPath: '',
      RelativeTargetName: 'ledger',
      AccessMask: '0x12019f',
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'security 1102, in UserData',
    logsource: service('security'),
    detection: 'selection: { EventID: [517, 1102] }',
    event: evtx('Microsoft-Windows-Eventlog', 'Security', 1102, {
      UserData: {
        LogFileCleared: {
          '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
          SubjectUserSid: 'S-1-5-21-1-2-3-1001',
          SubjectUserName: 'ann',
          SubjectDomainName: 'OFFICE',
        },
      },
    }),
    tables: ['SecurityEvent', 'WindowsEvent'],
  },
  {
    name: 'system 7045',
    logsource: service('system'),
    detection: `selection: { Provider_Name: 'Service Control Manager', EventID: 7045, ImagePath|contains: '\\ledger.exe' }`,
    event: evtx('Service Control Manager', 'System', 7045, {
      EventData: {
        ServiceName: 'Ledger',
        ImagePath: '"C:\\Tools\\ledger.exe" -svc',
        ServiceType: 'user mode service',
        StartType: 'demand start',
        AccountName: 'LocalSystem',
      },
    }),
    tables: ['Event', 'WindowsEvent'],
  },
  {
    name: 'system 7036, with bytes',
    logsource: service('system'),
    detection: `selection: { Provider_Name: 'Service Control Manager', EventID: 7036, param1: Ledger, param2: [stopped, angehalten] }`,
    event: evtx('Service Control Manager', 'System', 7036, {
      EventData: { param1: 'Ledger', param2: 'stopped', Binary: '4C006500640067006500720000' },
    }),
    tables: LOG,
  },
  {
    name: 'system 104, in UserData',
    logsource: service('system'),
    detection: `selection: { EventID: 104, Provider_Name: Microsoft-Windows-Eventlog, Channel: Security }`,
    event: evtx('Microsoft-Windows-Eventlog', 'System', 104, {
      UserData: {
        LogFileCleared: {
          '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
          SubjectUserName: 'ann',
          SubjectDomainName: 'OFFICE',
          Channel: 'Security',
          BackupPath: '',
        },
      },
    }),
    tables: LOG,
  },
  {
    name: 'application 1000',
    logsource: service('application'),
    detection: `selection: { Provider_Name: 'Application Error', EventID: 1000, AppName: lsass.exe, ExceptionCode: c0000001 }`,
    event: evtx('Application Error', 'Application', 1000, {
      EventData: { AppName: 'lsass.exe', AppVersion: '10.0', ExceptionCode: 'c0000001' },
    }),
    tables: LOG,
  },
  {
    name: 'application, a MsiInstaller event of unnamed data',
    logsource: service('application'),
    detection: `selection: { Provider_Name: MsiInstaller, EventID: [1040, 1042], Data|contains: '://' }`,
    event: evtx('MsiInstaller', 'Application', 1042, {
      EventData: { Data: ['http://host.test/a.msi', '5184', '(NULL)'], Binary: null },
    }),
    tables: LOG,
  },
  {
    name: 'wmi 5861, in UserData',
    logsource: service('wmi'),
    detection: `selection: { EventID: 5861 }`,
    event: evtx(
      'Microsoft-Windows-WMI-Activity',
      'Microsoft-Windows-WMI-Activity/Operational',
      5861,
      {
        UserData: {
          Operation_ESStoConsumerBinding: {
            '#attributes': { xmlns: 'http://manifests.microsoft.com/win/2006/windows/WMI' },
            Namespace: '//./root/subscription',
            ESS: 'page',
            CONSUMER: 'CommandLineEventConsumer="page"',
            PossibleCause: 'Binding EventFilter',
          },
        },
      },
    ),
    tables: LOG,
  },
  {
    name: 'windefend 1116',
    logsource: service('windefend'),
    detection: `selection: { EventID: 1116, ThreatName|contains: 'Ledger' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 1116, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Threat ID': 1,
      'Threat Name': 'HackTool:Win32/Ledger',
      Path: 'file:_C:\\Tools\\ledger.exe',
      'Process Name': 'C:\\Windows\\explorer.exe',
    }),
    tables: LOG,
  },
  {
    name: 'windefend 5007',
    logsource: service('windefend'),
    detection: `selection: { EventID: 5007, NewValue|contains: '\\Exclusions\\Paths' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 5007, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Old Value': '',
      'New Value': 'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths\\C:\\a = 0x0',
    }),
    tables: LOG,
  },
  {
    name: 'windefend 5001, of no data of its own',
    logsource: service('windefend'),
    detection: 'selection: { EventID: 5001 }',
    event: operational('Microsoft-Windows-Windows Defender/Operational', 5001, {
      'Product Name': 'Microsoft Defender Antivirus',
      'Product Version': '4.18',
    }),
    tables: LOG,
  },
  {
    name: 'antivirus, from Windows Defender',
    logsource: '{ category: antivirus }',
    detection: `selection: { Signature|contains: 'Ledger' }`,
    event: operational('Microsoft-Windows-Windows Defender/Operational', 1116, {
      'Threat Name': 'HackTool:Win32/Ledger',
      Path: 'file:_C:\\Tools\\ledger.exe',
    }),
    tables: ['_Im_AlertEvent'],
  },
  channelCase(
    'applocker',
    'Microsoft-Windows-AppLocker/EXE and DLL',
    8004,
    { FilePath: '%OSDRIVE%\\TOOLS\\LEDGER.EXE' },
    '',
  ),
  channelCase(
    'appmodel-runtime',
    'Microsoft-Windows-AppModel-Runtime/Admin',
    201,
    { ProcessID: 1, PackageName: 'Ledger_1.0' },
    ", PackageName|startswith: 'Ledger'",
  ),
  channelCase(
    'appxdeployment-server',
    'Microsoft-Windows-AppXDeploymentServer/Operational',
    854,
    { Path: 'file:///C:/Users/ann/ledger.msix' },
    ", Path|contains: '/Users/'",
  ),
  channelCase(
    'appxpackaging-om',
    'Microsoft-Windows-AppxPackaging/Operational',
    157,
    { subjectName: 'CN=Quietworks' },
    ', subjectName: CN=Quietworks',
  ),
  channelCase(
    'bits-client',
    'Microsoft-Windows-Bits-Client/Operational',
    16403,
    { User: 'OFFICE\\ann', RemoteName: 'https://host.test/a?b=1&c=2', LocalName: 'C:\\a.zip' },
    ", RemoteName|contains: 'host.test/a?b=1&c', LocalName|endswith: '.zip'",
  ),
  channelCase('capi2', 'Microsoft-Windows-CAPI2/Operational', 70, null, ''),
  channelCase(
    'certificateservicesclient-lifecycle-system',
    'Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational',
    1007,
    { a: 1 },
    '',
  ),
  channelCase(
    'codeintegrity-operational',
    'Microsoft-Windows-CodeIntegrity/Operational',
    3077,
    { FileNameBuffer: '\\Device\\a.dll', ProcessNameBuffer: '\\Device\\b.exe' },
    ", FileNameBuffer|endswith: '\\a.dll'",
  ),
  channelCase(
    'diagnosis-scripted',
    'Microsoft-Windows-Diagnosis-Scripted/Operational',
    101,
    { PackagePath: '\\\\host.test\\share\\a.diagcab' },
    ", PackagePath|contains: '\\\\\\\\'",
  ),
  channelCase(
    'dns-client',
    'Microsoft-Windows-DNS Client Events/Operational',
    3008,
    { QueryName: 'a.host.test', QueryType: 1 },
    ", QueryName|endswith: '.host.test'",
  ),
  channelCase('dns-server', 'DNS Server', 150, { param1: 'ledger.dll' }, ''),
  channelCase(
    'driver-framework',
    'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
    2003,
    { LifetimeId: '0197231E-FE0B-693F-1306-000000000D00' },
    '',
  ),
  channelCase(
    'firewall-as',
    'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall',
    2004,
    { RuleName: 'page', ApplicationPath: 'C:\\Tools\\ledger.exe', Action: 3 },
    ", ApplicationPath|startswith: 'C:\\Tools\\', Action: 3",
  ),
  channelCase(
    'iis-configuration',
    'Microsoft-IIS-Configuration/Operational',
    29,
    { Configuration: '/system.webServer/modules/add', NewValue: 'Page' },
    ", Configuration|contains: 'modules/add', NewValue: Page",
  ),
  channelCase(
    'ldap',
    'Microsoft-Windows-LDAP-Client/Debug',
    30,
    { SearchFilter: '(&(objectClass=user)(a=b))', DistinguishedName: 'DC=office' },
    ", SearchFilter|contains: '(&(objectClass'",
  ),
  channelCase(
    'lsa-server',
    'Microsoft-Windows-LSA/Operational',
    300,
    { TargetUserSid: 'S-1-5-21-1-2-3-500', SidList: '\n\t{S-1-5-32-544}' },
    ", SidList|contains: 'S-1-5-32-544'",
  ),
  channelCase(
    'microsoft-servicebus-client',
    'Microsoft-ServiceBus-Client/Admin',
    40300,
    { a: 1 },
    '',
  ),
  channelCase(
    'msexchange-management',
    'MSExchange Management',
    6,
    { Data: ['Set-OabVirtualDirectory', '-ExternalUrl {http://a}'] },
    ", Data|contains: 'OabVirtualDirectory'",
  ),
  channelCase(
    'ntlm',
    'Microsoft-Windows-NTLM/Operational',
    8001,
    { TargetName: 'HTTP/host.test', UserName: 'ann' },
    ", TargetName|startswith: 'HTTP/'",
  ),
  channelCase(
    'openssh',
    'OpenSSH/Operational',
    4,
    { process: 'sshd', payload: 'Server listening on 0.0.0.0 port 22.' },
    ", process: sshd, payload|startswith: 'Server listening on '",
  ),
  channelCase(
    'printservice-admin',
    'Microsoft-Windows-PrintService/Admin',
    808,
    { PluginDllName: 'a.dll', ErrorCode: '0x45a' },
    ", ErrorCode: ['0x45A', '0x7e']",
  ),
  channelCase(
    'printservice-operational',
    'Microsoft-Windows-PrintService/Operational',
    316,
    { Param1: 'Generic', Param4: 'UNIDRV.DLL, kernelbase.dll' },
    '',
  ),
  channelCase(
    'security-mitigations',
    'Microsoft-Windows-Security-Mitigations/Kernel Mode',
    11,
    { ProcessPath: '\\Device\\a.exe', ImageName: '\\Device\\b.dll' },
    ", ImageName|endswith: 'b.dll'",
  ),
  channelCase(
    'shell-core',
    'Microsoft-Windows-Shell-Core/Operational',
    28115,
    { Name: 'Ledger', AppID: 'Quietworks.Ledger' },
    ", Name: 'Ledger', AppID|contains: Quietworks",
  ),
  channelCase(
    'smbclient-connectivity',
    'Microsoft-Windows-SmbClient/Connectivity',
    30803,
    { ServerAddress: '10.1.2.3' },
    ", ServerAddress|startswith: '10.'",
  ),
  channelCase(
    'smbclient-security',
    'Microsoft-Windows-SmbClient/Security',
    31017,
    { UserName: '', ServerName: '\\1' },
    ", UserName: '', ServerName|startswith: '\\1'",
  ),
  channelCase(
    'smbserver-connectivity',
    'Microsoft-Windows-SMBServer/Connectivity',
    4000,
    { ClientAddress: '10.1.2.3', ShareName: '\\\\*\\IPC$', SigningUsed: 'false' },
    ", SigningUsed: 'false'",
  ),
  channelCase(
    'taskscheduler',
    'Microsoft-Windows-TaskScheduler/Operational',
    129,
    { TaskName: '\\Ledger', Path: 'C:\\Tools\\ledger.exe', ProcessID: 1 },
    ", Path|endswith: '\\ledger.exe'",
  ),
  {
    name: 'terminalservices-localsessionmanager, in UserData',
    logsource: service('terminalservices-localsessionmanager'),
    detection: `selection: { EventID: 21 }
  filter: { Address: [LOCAL, '::1'] }`,
    event: evtx(
      'Microsoft-Windows-TerminalServices-LocalSessionManager',
      'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational',
      21,
      {
        UserData: {
          EventXML: {
            '#attributes': { xmlns: 'Event_NS' },
            User: 'OFFICE\\ann',
            SessionID: 2,
            Address: '203.0.113.9',
          },
        },
      },
    ),
    tables: LOG,
  },
  {
    name: 'windows, the product alone',
    logsource: '{ product: windows }',
    detection: 'selection: { EventID: 15, Provider_Name: Microsoft-Windows-Kernel-Page }',
    event: evtx('Microsoft-Windows-Kernel-Page', 'Microsoft-Windows-Kernel-Page/Operational', 15, {
      EventData: { a: 1 },
    }),
    tables: LOG,
  },
];

/** An event of another log, in the envelope that names its source. */
function other(
  name: string,
  source: Data,
  detection: string,
  event: Data,
  tables: readonly string[],
): Case {
  return {
    name,
    logsource: JSON.stringify(source),
    detection,
    event: { logsource: source, event: { time: '2026-02-03T04:05:06Z', ...event } },
    tables,
  };
}

const OTHERS: readonly Case[] = [
  other(
    'Linux process creation',
    { product: 'linux', category: 'process_creation' },
    `selection: { Image|endswith: '/ledger', CommandLine|contains: ' -o ' }`,
    {
      Image: '/opt/ledger',
      CommandLine: 'ledger -o "a b"',
      ParentImage: '/bin/bash',
      User: 'root',
    },
    ['DeviceProcessEvents'],
  ),
  other(
    'macOS process creation',
    { product: 'macos', category: 'process_creation' },
    `selection: { Image: /usr/bin/ledger, CommandLine|contains: ' -o ' }`,
    { Image: '/usr/bin/ledger', CommandLine: 'ledger -o x', ParentImage: '/bin/zsh', User: 'ann' },
    ['DeviceProcessEvents'],
  ),
  other(
    'Linux file event',
    { product: 'linux', category: 'file_event' },
    `selection: { TargetFilename|startswith: '/etc/cron.d/' }`,
    { TargetFilename: '/etc/cron.d/ledger', Image: '/bin/bash' },
    ['DeviceFileEvents'],
  ),
  other(
    'auditd, an execution',
    { product: 'linux', service: 'auditd' },
    'selection: { type: EXECVE, a0: ledger, a1|contains: open }',
    { type: 'EXECVE', argc: 2, a0: 'ledger', a1: '--open' },
    ['LinuxAuditLog', 'Syslog', '_Im_ProcessCreate', 'DeviceProcessEvents'],
  ),
  other(
    'auditd, a system call',
    { product: 'linux', service: 'auditd' },
    'selection: { type: SYSCALL, SYSCALL: swapoff, exe|endswith: /swapoff }',
    { type: 'SYSCALL', SYSCALL: 'swapoff', exe: '/sbin/swapoff', success: 'yes' },
    ['LinuxAuditLog', 'Syslog'],
  ),
  other(
    'sshd',
    { product: 'linux', service: 'sshd' },
    `keywords: ['unexpected internal error', 'unknown or unsupported key type']`,
    { message: 'fatal: unexpected internal error' },
    ['Syslog'],
  ),
  other(
    'cron',
    { product: 'linux', service: 'cron' },
    `keywords: ['REPLACE']`,
    { message: '(root) REPLACE (root)' },
    ['Syslog'],
  ),
  other(
    'CloudTrail',
    { product: 'aws', service: 'cloudtrail' },
    `selection: { eventSource: iam.amazonaws.com, eventName: CreateUser, userIdentity.type: Root }
  filter: { userIdentity.invokedBy: 'autoscaling.amazonaws.com' }`,
    {
      eventVersion: '1.08',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: 'eu-west-1',
      userIdentity: { type: 'Root', arn: 'arn:aws:iam::1:root' },
      requestParameters: { userName: 'new' },
    },
    ['AWSCloudTrail'],
  ),
  other(
    'Azure activity',
    { product: 'azure', service: 'activitylogs' },
    `selection: { operationName: MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE }`,
    { operationName: 'Microsoft.Compute/virtualMachines/delete', resultType: 'Success' },
    ['AzureActivity'],
  ),
  other(
    'Entra audit',
    { product: 'azure', service: 'auditlogs' },
    `selection: { properties.message: Add member to role, Status: Success }`,
    { 'properties.message': 'Add member to role', Status: 'success' },
    ['AuditLogs', '_Im_AuditEvent'],
  ),
  other(
    'Entra sign-ins',
    { product: 'azure', service: 'signinlogs' },
    `selection: { ResultType: 50053, UserAgent|contains: Ledger }`,
    { ResultType: '50053', UserAgent: 'Ledger/7', UserPrincipalName: 'ann@office.test' },
    ['SigninLogs'],
  ),
  other(
    'Entra risk detections',
    { product: 'azure', service: 'riskdetection' },
    'selection: { riskEventType: impossibleTravel }',
    { riskEventType: 'impossibleTravel' },
    ['AADUserRiskEvents', 'AlertInfo'],
  ),
  other(
    'Privileged Identity Management',
    { product: 'azure', service: 'pim' },
    'selection: { riskEventType: staleSignInAlertIncident }',
    { riskEventType: 'staleSignInAlertIncident' },
    ['AuditLogs', '_Im_AuditEvent'],
  ),
  other(
    'Google Cloud audit',
    { product: 'gcp', service: 'gcp.audit' },
    'selection: { gcp.audit.method_name|startswith: storage.buckets. }',
    { 'gcp.audit.method_name': 'storage.buckets.update' },
    ['GCPAuditLogs'],
  ),
  other(
    'Google Workspace, admin',
    { product: 'gcp', service: 'google_workspace.admin' },
    'selection: { eventService: admin.googleapis.com, eventName: ADD_PRIVILEGE }',
    { eventService: 'admin.googleapis.com', eventName: 'ADD_PRIVILEGE' },
    ['GWorkspace_ReportsAPI_admin_CL', 'GoogleWorkspaceReports'],
  ),
  other(
    'Google Workspace, login',
    { product: 'gcp', service: 'google_workspace.login' },
    `selection: { protoPayload.serviceName: login.googleapis.com, protoPayload.metadata.event.eventName: suspicious_login }`,
    {
      protoPayload: {
        serviceName: 'login.googleapis.com',
        metadata: { event: { eventName: 'suspicious_login' } },
      },
    },
    ['GWorkspace_ReportsAPI_login_CL', 'GoogleWorkspaceReports'],
  ),
  other(
    'Okta',
    { product: 'okta', service: 'okta' },
    'selection: { eventType: [policy.lifecycle.update, policy.lifecycle.delete] }',
    { eventType: 'policy.lifecycle.delete', displayMessage: 'Delete policy' },
    ['OktaV2_CL'],
  ),
  other(
    'GitHub',
    { product: 'github', service: 'audit' },
    'selection: { action: org.remove_member }',
    { action: 'org.remove_member', actor: 'ann' },
    ['GitHubAuditLogsV2_CL'],
  ),
  other(
    'Microsoft 365 audit',
    { product: 'm365', service: 'audit' },
    'selection: { Operation: New-InboxRule, Workload: Exchange }',
    { Operation: 'New-InboxRule', Workload: 'Exchange', UserId: 'ann@office.test' },
    ['OfficeActivity', 'CloudAppEvents'],
  ),
  other(
    'mails that were delivered',
    { product: 'm365', service: 'audit' },
    'selection: { Workload: ThreatIntelligence, Operation: TIMailData, DeliveryAction: Delivered }',
    { Workload: 'ThreatIntelligence', Operation: 'TIMailData', DeliveryAction: 'Delivered' },
    ['EmailEvents'],
  ),
  other(
    'Microsoft 365 alerts',
    { product: 'm365', service: 'threat_management' },
    `selection: { eventSource: SecurityComplianceCenter, eventName: 'Suspicious inbox forwarding', status: success }`,
    {
      eventSource: 'SecurityComplianceCenter',
      eventName: 'Suspicious inbox forwarding',
      status: 'success',
    },
    ['SecurityAlert'],
  ),
  other(
    'Kubernetes',
    { product: 'kubernetes', category: 'application', service: 'audit' },
    'selection: { verb: delete, objectRef.resource: deployments }',
    { verb: 'delete', objectRef: { resource: 'deployments', name: 'a' } },
    ['AKSAudit'],
  ),
  other(
    'Qualys',
    { product: 'qualys' },
    'selection: { host.scan.vuln: 10693 }',
    { host: { scan: { vuln: 10693 } } },
    ['QualysHostDetectionV3_CL'],
  ),
  other(
    'proxy',
    { category: 'proxy' },
    `selection: { c-uri|contains: '/ledger/', c-useragent|startswith: Ledger, cs-method: POST }`,
    { 'c-uri': 'http://host.test/ledger/a?b=c', 'c-useragent': 'Ledger/7', 'cs-method': 'POST' },
    ['CommonSecurityLog', '_Im_WebSession', 'NetworkAccessTraffic', 'DeviceNetworkEvents'],
  ),
  other(
    'web server',
    { category: 'webserver' },
    `selection: { cs-method: GET, cs-uri-query|contains: '/ledger?a=', sc-status: 200 }`,
    {
      'cs-method': 'GET',
      'cs-uri-stem': '/shop/ledger',
      'cs-uri-query': '/ledger?a=1',
      'sc-status': 200,
    },
    ['W3CIISLog'],
  ),
  other(
    'firewall',
    { category: 'firewall' },
    'selection: { dst_port: [21, 23], action: accept }',
    { src_ip: '10.1.2.3', dst_ip: '203.0.113.9', dst_port: 23, action: 'accept' },
    ['CommonSecurityLog', '_Im_NetworkSession'],
  ),
  other(
    'DNS',
    { category: 'dns' },
    `selection: { query|endswith: '.host.test' }`,
    { query: 'a.host.test', record_type: 'A', answer: '203.0.113.9' },
    ['DnsEvents', '_Im_Dns'],
  ),
  other(
    'Zeek HTTP',
    { product: 'zeek', service: 'http' },
    `selection: { method: GET, uri|contains: '/ledger' }`,
    { method: 'GET', uri: '/ledger/a', host: 'host.test' },
    ['Corelight_v2_http_CL'],
  ),
  other(
    'RPC firewall',
    { product: 'rpc_firewall', category: 'application' },
    `selection: { EventLog: RPCFW, EventID: 3, InterfaceUuid: 367abb81-9844-35f1-ad32-98f038001003, OpNum: [24, 28] }`,
    {},
    [],
  ),
];

function ruleOf({ name, logsource, detection }: Case): DetectionRule {
  const condition = detection.includes('filter:')
    ? 'selection and not filter'
    : detection.startsWith('keywords')
      ? 'keywords'
      : 'selection';
  const [first = ''] = detection.split(':');
  expect(['selection', 'keywords']).toContain(first);
  const text = `title: ${name}
id: 33333333-3333-4333-8333-333333333333
logsource: ${logsource}
detection:
  ${detection}
  condition: ${condition}
`;
  const parsed = parseRules(text)[0];
  if (parsed?.rule?.kind !== 'detection') {
    throw new Error(`${name}: ${JSON.stringify(parsed?.diagnostics)}`);
  }
  return parsed.rule;
}

describe('an event of each log source', () => {
  it.each([...SYSMON, ...BUILTIN, ...OTHERS].filter(({ tables }) => tables.length > 0))(
    '$name',
    (one) => {
      const rule = ruleOf(one);
      expect(matchesRaw(rule, one.event)).toBe(true);
      const translations = TARGETS.map((target) => translator.translate(rule, target));
      const variants = translations.flatMap((translation) =>
        [translation, ...translation.alternatives].map((variant) => ({
          target: translation.target,
          variant,
        })),
      );
      for (const { target, variant } of variants) {
        if (variant.kql !== null) expect(checker.check(variant.kql, target)).toEqual([]);
      }
      const samples = [{ name: 'event', event: one.event }];
      const evidence = prove({ rule, translations, samples }, context).filter(
        ({ kind, skipped }) => kind === 'sample' && skipped === null,
      );
      for (const piece of evidence) {
        const where = `${piece.target}/${piece.table}/${piece.label}`;
        const variant = variants.find(
          ({ target, variant: { table, label } }) =>
            target === piece.target && table === piece.table && label === piece.label,
        )?.variant;
        if (piece.outcome === 'exact') {
          expect(piece.kql, where).toBe(true);
          expect(agrees(piece), `${where} ${JSON.stringify(piece.nearMisses)}`).toBe(true);
        } else if (!declaredDifference(variant?.diagnostics ?? []).narrower) {
          expect(piece.kql, where).toBe(true);
        }
      }
      const fired = new Set(evidence.filter(({ kql }) => kql).map(({ table }) => table));
      expect([...fired]).toEqual(expect.arrayContaining([...one.tables]));
    },
  );
});
