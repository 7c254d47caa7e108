import type { EventRecord, TableRow } from '../types';
import { baseName, compact, datum, toNumber } from '../windows/record';
import { auditRow } from './asim-security-audit';
import { account, device, header, PARSERS, recorded } from './asim-security-columns';
import { filteringRow } from './asim-security-filtering';
import { userManagementRow } from './asim-security-users';
import { serviceRegistryRow } from './asim-service-registry';
import { resolveFqdn } from './device-name';

/*
 * The SecurityEvent branches of ASIM: process creations (4688), registry writes (4657, 4663 on
 * keys) and file access (4663 on files); neighbouring files hold the branches of other schemas.
 * Parsers: github.com/Azure/Azure-Sentinel, folder Parsers.
 */

const PROCESS = `${PARSERS}/ASimProcessEvent/Parsers/ASimProcessCreateMicrosoftSecurityEvents.yaml`;
const REGISTRY = `${PARSERS}/ASimRegistryEvent/Parsers/ASimRegistryEventMicrosoftSecurityEvent.yaml`;
const FILE = `${PARSERS}/ASimFileEvent/Parsers/ASimFileEventMicrosoftSecurityEvents.yaml`;

const LOGON = `${PARSERS}/ASimAuthentication/Parsers/ASimAuthenticationMicrosoftWindowsEvent.yaml`;

const SESSIONS: Readonly<Record<number, readonly [type: string, result: string]>> = {
  4624: ['Logon', 'Success'],
  4625: ['Logon', 'Failure'],
  4634: ['Logoff', 'Success'],
  4647: ['Logoff', 'Success'],
};

/** The parser's words for logon types. */
const LOGON_SUB_TYPES = new Map(
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

function authentication(
  record: EventRecord,
  type: string,
  result: string,
): Record<string, unknown> {
  const address = datum(record, 'IpAddress');
  const workstation = datum(record, 'WorkstationName');
  return {
    ...header(record, 'Authentication', type),
    // The parser takes the workstation for the device, and names the computer as what was signed in to.
    Dvc: workstation,
    LogonTarget: record.computer,
    EventResult: result,
    EventSubType: LOGON_SUB_TYPES.get(datum(record, 'LogonType')) ?? '',
    TargetUsername: account(record, 'TargetDomainName', 'TargetUserName'),
    TargetUserId: datum(record, 'TargetUserSid'),
    ActorUsername: account(record, 'SubjectDomainName', 'SubjectUserName'),
    SrcIpAddr: address === '-' ? '' : address,
    TargetPortNumber: toNumber(datum(record, 'IpPort')),
    SrcHostname: workstation,
    LogonProtocol: datum(record, 'AuthenticationPackageName'),
    ActingProcessName: datum(record, 'ProcessName'),
  };
}

export function asimSecurityRows(record: EventRecord): TableRow[] {
  if (record.eventId === 4688) {
    const columns = compact(processCreate(record));
    return [
      recorded('_Im_ProcessCreate', PROCESS, columns),
      recorded('_Im_ProcessEvent', PROCESS, columns),
    ];
  }
  const sessions = SESSIONS[record.eventId];
  if (sessions) {
    return [recorded('_Im_Authentication', LOGON, compact(authentication(record, ...sessions)))];
  }
  const objectType = datum(record, 'ObjectType');
  if (record.eventId === 4657 || (record.eventId === 4663 && objectType === 'Key')) {
    return [recorded('_Im_RegistryEvent', REGISTRY, compact(registryEvent(record)))];
  }
  const isDevice = datum(record, 'ObjectName').toLowerCase().startsWith('\\device\\');
  if (record.eventId === 4663 && objectType === 'File' && !isDevice) {
    return [recorded('_Im_FileEvent', FILE, compact(fileEvent(record)))];
  }
  const other =
    auditRow(record) ??
    userManagementRow(record) ??
    filteringRow(record) ??
    serviceRegistryRow(record);
  return other ? [other] : [];
}

function processCreate(record: EventRecord): Record<string, unknown> {
  const actor = account(record, 'SubjectDomainName', 'SubjectUserName');
  const target = account(record, 'TargetDomainName', 'TargetUserName');
  return {
    ...header(record, 'ProcessEvent', 'ProcessCreated'),
    ...device(record),
    ActorUserId: datum(record, 'SubjectUserSid'),
    ActorUserIdType: 'SID',
    ActorUsername: actor,
    ActorUsernameType: datum(record, 'SubjectDomainName') === '-' ? 'Simple' : 'Windows',
    ActorSessionId: datum(record, 'SubjectLogonId'),
    TargetUserId: datum(record, 'TargetUserSid'),
    TargetUserIdType: 'SID',
    TargetUsername: target,
    TargetUsernameType: datum(record, 'TargetDomainName') === '-' ? 'Simple' : 'Windows',
    TargetUserSessionId: datum(record, 'TargetLogonId'),
    ActingProcessId: decimal(datum(record, 'ProcessId')),
    ActingProcessName: datum(record, 'ParentProcessName'),
    TargetProcessId: decimal(datum(record, 'NewProcessId')),
    TargetProcessName: datum(record, 'NewProcessName'),
    // Since version 0.2.1 of the parser, the name of the file as it is, not as it was made.
    TargetProcessFilename: baseName(datum(record, 'NewProcessName') ?? ''),
    TargetProcessCommandLine: datum(record, 'CommandLine'),
    TargetProcessTokenElevation: datum(record, 'TokenElevationType'),
    Process: datum(record, 'NewProcessName'),
    User: target,
  };
}

const REGISTRY_WRITES = new Map(
  Object.entries<string>({
    '%%1904': 'RegistryValueSet',
    '%%1905': 'RegistryValueSet',
    '%%1906': 'RegistryValueDeleted',
  }),
);

const REGISTRY_ACCESS = new Map(
  Object.entries<string>({
    '0x1': 'RegistryValueRead',
    '0x10': 'RegistryKeyNotify',
    '0x10000': 'RegistryKeyDeleted',
    '0x2': 'RegistryValueSet',
    '0x20000': 'MetadataAccessed',
    '0x20006': 'RegistryValueSet',
    '0x40000': 'MetadataModified',
    '0x8': 'RegistrySubkeyEnumerated',
  }),
);

const REGISTRY_VALUE_TYPES = new Map(
  Object.entries<string>({
    '%%1872': 'REG_NONE',
    '%%1873': 'REG_SZ',
    '%%1874': 'REG_EXPAND_SZ',
    '%%1875': 'REG_BINARY',
    '%%1876': 'REG_DWORD',
    '%%1879': 'REG_MULTI_SZ',
    '%%1883': 'REG_QWORD',
  }),
);

function registryEvent(record: EventRecord): Record<string, unknown> {
  const operation = datum(record, 'OperationType');
  const actor = account(record, 'SubjectDomainName', 'SubjectUserName');
  const isWrite = record.eventId === 4657;
  const type = isWrite
    ? REGISTRY_WRITES.get(operation)
    : REGISTRY_ACCESS.get(datum(record, 'AccessMask').toLowerCase());
  const { name, fqdn } = resolveFqdn(record.computer);
  return {
    ...header(record, 'RegistryEvent', type ?? 'Other'),
    DvcOs: 'Windows',
    DvcHostname: name,
    Dvc: fqdn,
    ActorUsername: actor,
    ActorUserId: datum(record, 'SubjectUserSid'),
    ActorUserIdType: 'SID',
    ActorSessionId: datum(record, 'SubjectLogonId'),
    ActingProcessName: datum(record, 'ProcessName'),
    ActingProcessId: decimal(datum(record, 'ProcessId')),
    RegistryKey: withHive(datum(record, 'ObjectName')),
    RegistryValue: isWrite ? datum(record, 'ObjectValueName') : '',
    RegistryValueType: REGISTRY_VALUE_TYPES.get(datum(record, 'NewValueType')) ?? '',
    RegistryValueData: datum(record, operation === '%%1906' ? 'OldValue' : 'NewValue'),
    Process: datum(record, 'ProcessName'),
    User: actor,
  };
}

function withHive(name: string): string {
  return name.toUpperCase().startsWith('\\REGISTRY\\MACHINE')
    ? name.replaceAll('\\REGISTRY\\MACHINE', 'HKEY_LOCAL_MACHINE')
    : name.replaceAll('\\REGISTRY\\USER', 'HKEY_USERS');
}

const FILE_ACCESS = new Map(
  Object.entries<string>({
    '0x1': 'ObjectAccessed',
    '0x10': 'MetadataModified',
    '0x100': 'MetadataModified',
    '0x10000': 'ObjectDeleted',
    '0x2': 'ObjectModified',
    '0x20000': 'MetadataAccessed',
    '0x4': 'ObjectModified',
    '0x40': 'ObjectDeleted',
    '0x40000': 'MetadataModified',
    '0x6': 'ObjectModified',
    '0x8': 'MetadataAccessed',
    '0x80': 'MetadataAccessed',
    '0x80000': 'MetadataModified',
  }),
);

function fileEvent(record: EventRecord): Record<string, unknown> {
  const actor = account(record, 'SubjectDomainName', 'SubjectUserName');
  const path = datum(record, 'ObjectName');
  return {
    ...header(
      record,
      'FileEvent',
      FILE_ACCESS.get(datum(record, 'AccessMask').toLowerCase()) ?? '',
    ),
    ...device(record),
    ActorUsername: actor,
    ActorUserId: datum(record, 'SubjectUserSid'),
    ActorUserIdType: 'SID',
    ActorSessionId: datum(record, 'SubjectLogonId'),
    ActingProcessName: datum(record, 'ProcessName'),
    ActingProcessId: decimal(datum(record, 'ProcessId')),
    TargetFilePath: path,
    TargetFilePathType: 'Windows Local',
    FilePath: path,
    Process: datum(record, 'ProcessName'),
    User: actor,
  };
}

function decimal(value: string): string {
  return String(toNumber(value) ?? '');
}
