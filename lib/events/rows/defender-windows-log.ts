import type { EventRecord, TableRow } from '../types';
import { baseName, compact, datum, folderOf, toNumber } from '../windows/record';
import { defenderCommandLine, programOf } from './defender-command-line';
import { controlAction } from './defender-control';
import { deviceRow } from './defender-row';
import { defenderSecurityRows } from './defender-security-log';

/*
 * Defender's tables for activity that the Windows logs record too. The ActionType names are those
 * of published hunting queries; that an event ID and an ActionType mean the same activity is an
 * inference.
 */

const SERVICES =
  'https://learn.microsoft.com/windows-hardware/drivers/install/hklm-system-currentcontrolset-services-registry-tree';
const LOGONS = 'https://learn.microsoft.com/defender-xdr/advanced-hunting-devicelogonevents-table';

export function defenderLogRows(record: EventRecord): TableRow[] {
  const build = BUILDERS.get(`${record.channel}/${record.eventId}`);
  if (build) return [build(record)].flat();
  if (record.channel === 'Security') return defenderSecurityRows(record);
  const action = controlAction(record);
  return action ? [controlled(record, action)] : [];
}

const DEFENDER = 'Microsoft-Windows-Windows Defender/Operational';
const TASKS = 'Microsoft-Windows-TaskScheduler/Operational';

const POWERSHELL = 'Microsoft-Windows-PowerShell/Operational';

const BUILDERS = new Map(
  Object.entries<(record: EventRecord) => TableRow | TableRow[]>({
    'Windows PowerShell/400': powershellHost,
    'Windows PowerShell/600': powershellHost,
    'System/7045': (record) => service(record, datum(record, 'ImagePath')),
    [`${POWERSHELL}/4103`]: powershellCommand,
    'PowerShellCore/Operational/4103': powershellCommand,
    'Microsoft-Windows-DNS-Client/Operational/3008': (record) =>
      deviceEvent(record, 'DnsQueryResponse', {
        AdditionalFields: JSON.stringify({
          DnsQueryString: datum(record, 'QueryName'),
          DnsQueryResult: datum(record, 'QueryResults'),
        }),
      }),
    'Microsoft-Windows-LDAP-Client/Debug/30': (record) =>
      deviceEvent(record, 'LdapSearch', {
        AdditionalFields: JSON.stringify({
          SearchFilter: datum(record, 'SearchFilter'),
          DistinguishedName: datum(record, 'DistinguishedName'),
        }),
      }),
    'Security/4697': (record) => service(record, datum(record, 'ServiceFileName')),
    'Security/4698': (record) => task(record, 'ScheduledTaskCreated'),
    'Security/4699': (record) => task(record, 'ScheduledTaskDeleted'),
    'Security/4700': (record) => task(record, 'ScheduledTaskEnabled'),
    'Security/4701': (record) => task(record, 'ScheduledTaskDisabled'),
    'Security/4702': (record) => task(record, 'ScheduledTaskUpdated'),
    [`${TASKS}/106`]: (record) => task(record, 'ScheduledTaskCreated'),
    [`${TASKS}/140`]: (record) => task(record, 'ScheduledTaskUpdated'),
    [`${TASKS}/141`]: (record) => task(record, 'ScheduledTaskDeleted'),
    [`${TASKS}/142`]: (record) => task(record, 'ScheduledTaskDisabled'),
    'Security/4720': (record) => targetUser(record, 'UserAccountCreated'),
    'Security/4726': (record) => targetUser(record, 'UserAccountDeleted'),
    'Security/4732': (record) => targetUser(record, 'UserAccountAddedToLocalGroup'),
    'Security/4733': (record) => targetUser(record, 'UserAccountRemovedFromLocalGroup'),
    'Security/1102': (record) => deviceEvent(record, 'SecurityLogCleared', {}),
    'Security/4624': (record) => logon(record, 'LogonSuccess'),
    'Security/4625': (record) => logon(record, 'LogonFailed'),
    [`${DEFENDER}/1006`]: (record) => antivirus(record, 'AntivirusDetection'),
    [`${DEFENDER}/1015`]: (record) => antivirus(record, 'AntivirusDetection'),
    [`${DEFENDER}/1116`]: (record) => antivirus(record, 'AntivirusDetection'),
    [`${DEFENDER}/1117`]: (record) => antivirus(record, 'AntivirusMalwareBlocked'),
    [`${DEFENDER}/1118`]: (record) => antivirus(record, 'AntivirusMalwareActionFailed'),
    [`${DEFENDER}/1119`]: (record) => antivirus(record, 'AntivirusError'),
    [`${DEFENDER}/5001`]: (record) => defenderSetting(record, 'DisableRealtimeMonitoring'),
    [`${DEFENDER}/5007`]: defenderSettingChanged,
    [`${DEFENDER}/5010`]: (record) => defenderSetting(record, 'DisableAntiSpyware'),
    [`${DEFENDER}/5012`]: (record) => defenderSetting(record, 'DisableAntiVirus'),
    [`${DEFENDER}/5013`]: tampering,
    [`${TASKS}/129`]: taskProcess,
    'Microsoft-Windows-WMI-Activity/Operational/5861': (record) =>
      deviceEvent(record, 'WmiBindEventFilterToConsumer', {
        AdditionalFields: JSON.stringify(
          Object.fromEntries(record.data.map(({ name, value }) => [name, value])),
        ),
      }),
  }),
);

/** Application control, code integrity and exploit protection: a file, and the process that used it. */
function controlled(record: EventRecord, action: string): TableRow {
  const path =
    datum(record, 'FilePath') || datum(record, 'FileNameBuffer') || datum(record, 'ImageName');
  const process = datum(record, 'ProcessNameBuffer') || datum(record, 'ProcessPath');
  return deviceEvent(record, action, {
    FileName: baseName(path),
    FolderPath: folderOf(path),
    InitiatingProcessFileName: baseName(process),
    InitiatingProcessFolderPath: process.toLowerCase(),
  });
}

/** The scheduler's service is the parent of a task's process. */
function taskProcess(record: EventRecord): TableRow {
  const path = datum(record, 'Path');
  return deviceRow(record, 'DeviceProcessEvents', {
    ActionType: 'ProcessCreated',
    FileName: baseName(path),
    FolderPath: path,
    InitiatingProcessFileName: 'svchost.exe',
    InitiatingProcessFolderPath: 'c:\\windows\\system32\\svchost.exe',
    InitiatingProcessCommandLine: 'svchost.exe -k netsvcs -p -s Schedule',
  });
}

const ANTIVIRUS_KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Defender';

/** A protection that is off is off in the registry. */
function defenderSetting(record: EventRecord, name: string): TableRow {
  const key = name === 'DisableRealtimeMonitoring' ? '\\Real-Time Protection' : '';
  return deviceRow(record, 'DeviceRegistryEvents', {
    ActionType: 'RegistryValueSet',
    RegistryKey: ANTIVIRUS_KEY + key,
    RegistryValueName: name,
    RegistryValueType: 'Dword',
    RegistryValueData: '1',
  });
}

/** Event 5007 writes a value as `HKLM\…\Name = 0x1`. */
function defenderSettingChanged(record: EventRecord): TableRow {
  const after = writtenValue(datum(record, 'New Value') || datum(record, 'NewValue'));
  const before = writtenValue(datum(record, 'Old Value') || datum(record, 'OldValue'));
  return deviceRow(record, 'DeviceRegistryEvents', {
    ActionType: after.name === '' ? 'RegistryValueDeleted' : 'RegistryValueSet',
    RegistryKey: after.key,
    RegistryValueName: after.name,
    RegistryValueType: after.number ? 'Dword' : 'String',
    RegistryValueData: after.data,
    PreviousRegistryKey: before.key,
    PreviousRegistryValueName: before.name,
    PreviousRegistryValueData: before.data,
  });
}

function writtenValue(text: string) {
  const [, path = text, written = ''] = /^(.*?) = (.*)$/s.exec(text) ?? [];
  const number = toNumber(written);
  const key = folderOf(path).replace(/^HKLM(?=\\|$)/, 'HKEY_LOCAL_MACHINE');
  return { key, name: baseName(path), data: String(number ?? written), number: number !== null };
}

/** Tamper protection names the value that was to be changed. */
function tampering(record: EventRecord): TableRow {
  const { key, name } = writtenValue(datum(record, 'Value'));
  return deviceEvent(record, 'TamperingAttempt', { RegistryKey: key, RegistryValueName: name });
}

/**
 * Event 4103 lists a pipeline's commands as `CommandInvocation(Name): "Name"`. Defender has a record
 * for each; this row represents the first. Its context names the host's command line.
 */
function powershellCommand(record: EventRecord): TableRow {
  const payload = datum(record, 'Payload');
  const [, command = ''] = /CommandInvocation\(([^)]*)\)/.exec(payload) ?? [];
  const [, host = ''] = /Host Application = ([^\r\n]*)/.exec(datum(record, 'ContextInfo')) ?? [];
  return deviceEvent(record, 'PowerShellCommand', {
    InitiatingProcessCommandLine: defenderCommandLine(host, programOf(host)),
    AdditionalFields: JSON.stringify({ Command: command }),
  });
}

/** Events of the engine and its providers name the host's command line in one of their lines. */
function powershellHost(record: EventRecord): TableRow[] {
  const text = record.data.map(({ value }) => value).join('\n');
  const commandLine = /HostApplication=([^\r\n]*)/.exec(text)?.[1] ?? text;
  const program = programOf(commandLine);
  const name = baseName(program).replace(/(\.exe)?$/i, '.exe');
  return [
    deviceRow(record, 'DeviceProcessEvents', {
      ActionType: 'ProcessCreated',
      FileName: /^(powershell|powershell_ise|pwsh)\.exe$/i.test(name) ? name : 'powershell.exe',
      FolderPath: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      ProcessCommandLine: defenderCommandLine(commandLine, program),
    }),
  ];
}

function task(record: EventRecord, action: string): TableRow {
  return deviceEvent(record, action, {
    InitiatingProcessAccountName: datum(record, 'SubjectUserName') || datum(record, 'UserName'),
    InitiatingProcessAccountDomain: datum(record, 'SubjectDomainName'),
    AdditionalFields: JSON.stringify({
      TaskName: datum(record, 'TaskName'),
      TaskContent: datum(record, 'TaskContent') || datum(record, 'TaskContentNew'),
    }),
  });
}

/**
 * Defender records an installed service without its command line, and the registry value that the service
 * control manager writes with it.
 */
function service(record: EventRecord, commandLine: string): TableRow[] {
  const path = programOf(commandLine);
  return [
    deviceEvent(record, 'ServiceInstalled', {
      FileName: baseName(path),
      FolderPath: folderOf(path),
      AdditionalFields: JSON.stringify({
        ServiceName: datum(record, 'ServiceName'),
        ServiceAccount: datum(record, 'AccountName') || datum(record, 'ServiceAccount'),
        ServiceStartType: datum(record, 'StartType') || datum(record, 'ServiceStartType'),
        ServiceType: datum(record, 'ServiceType'),
      }),
    }),
    {
      ...deviceRow(record, 'DeviceRegistryEvents', {
        ActionType: 'RegistryValueSet',
        RegistryKey: `HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\${datum(record, 'ServiceName') || 'Service'}`,
        RegistryValueName: 'ImagePath',
        RegistryValueType: 'ExpandString',
        RegistryValueData: commandLine,
        InitiatingProcessFileName: 'services.exe',
        InitiatingProcessFolderPath: 'c:\\windows\\system32\\services.exe',
      }),
      source: SERVICES,
    },
  ];
}

function targetUser(record: EventRecord, action: string): TableRow {
  return deviceEvent(record, action, {
    AccountName: datum(record, 'TargetUserName') || datum(record, 'MemberName'),
    AccountDomain: datum(record, 'TargetDomainName'),
    AccountSid: datum(record, 'TargetSid') || datum(record, 'MemberSid'),
    InitiatingProcessAccountName: datum(record, 'SubjectUserName'),
    InitiatingProcessAccountDomain: datum(record, 'SubjectDomainName'),
  });
}

function antivirus(record: EventRecord, action: string): TableRow {
  // The event writes `file:_C:\\…`, with semicolons between paths.
  const path = (datum(record, 'Path').split(';')[0] ?? '').replace(/^[a-z]+:_/, '');
  return deviceEvent(record, action, {
    FileName: baseName(path),
    FolderPath: folderOf(path),
    AdditionalFields: JSON.stringify({ ThreatName: datum(record, 'Threat Name') }),
  });
}

/** Logon types as text: https://learn.microsoft.com/defender-xdr/advanced-hunting-devicelogonevents-table */
const LOGON_TYPES = new Map(
  Object.entries<string>({
    '2': 'Interactive',
    '3': 'Network',
    '4': 'Batch',
    '5': 'Service',
    '7': 'Unlock',
    '8': 'NetworkCleartext',
    '9': 'NewCredentials',
    '10': 'RemoteInteractive',
    '11': 'CachedInteractive',
  }),
);

function logon(record: EventRecord, action: string): TableRow {
  const address = datum(record, 'IpAddress');
  return {
    table: 'DeviceLogonEvents',
    origin: 'equivalent',
    source: LOGONS,
    row: compact({
      Timestamp: record.time,
      DeviceName: record.computer.toLowerCase(),
      ActionType: action,
      LogonType: LOGON_TYPES.get(datum(record, 'LogonType')) ?? '',
      AccountDomain: datum(record, 'TargetDomainName'),
      AccountName: datum(record, 'TargetUserName'),
      AccountSid: datum(record, 'TargetUserSid'),
      LogonId: toNumber(datum(record, 'TargetLogonId')),
      RemoteIP: address === '-' ? '' : address,
      RemoteDeviceName: datum(record, 'WorkstationName'),
      RemotePort: toNumber(datum(record, 'IpPort')),
      InitiatingProcessFolderPath: datum(record, 'ProcessName'),
      InitiatingProcessFileName: baseName(datum(record, 'ProcessName')),
      ReportId: 1,
    }),
  };
}

function deviceEvent(
  record: EventRecord,
  action: string,
  columns: Record<string, unknown>,
): TableRow {
  return deviceRow(record, 'DeviceEvents', {
    ActionType: action,
    AdditionalFields: '',
    ...columns,
  });
}
