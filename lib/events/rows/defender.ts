import type { TableRow } from '../types';
import { baseName, compact, folderOf, hashOf, splitUser, toNumber } from '../windows/record';
import type { Activity } from './activity';
import { defenderCommandLine } from './defender-command-line';
import { defenderRegistry } from './defender-registry';
import { TABLES } from './defender-row';

/*
 * Microsoft Defender has its own sensor, so a Sysmon event never becomes one of its rows. These rows
 * are what its tables hold for the same activity, as far as it is documented:
 *   D1  learn.microsoft.com/defender-xdr/advanced-hunting-<table>-table
 *   M1  raw streamed records in elastic/integrations, packages/m365_defender, test-device.log:
 *       FolderPath and InitiatingProcessFolderPath hold the file name too
 *   M3  raw rows in SEKOIA-IO/intake-formats, Microsoft/microsoft-365-defender/tests: in DeviceEvents,
 *       FolderPath can be the folder alone
 *   M2  published hunting queries (FalconFriday, reprise99, Bert-JanP, SlimKQL and others):
 *       ActionType names and the keys of AdditionalFields, which is JSON as text
 */

const RECORDS =
  'https://github.com/elastic/integrations/blob/main/packages/m365_defender/data_stream/event/_dev/test/pipeline/test-device.log';

/** The rows of Defender's device tables for an endpoint's activity; none if undocumented. */
export function defenderRows(activity: Activity): TableRow[] {
  const build = BUILDERS.get(activity.category);
  return build ? [build(activity)].flat() : [];
}

/**
 * The same rows as the Defender XDR connector writes them to a workspace: TimeGenerated in place
 * of Timestamp, and AdditionalFields as an object (Azure Monitor table reference, device tables).
 */
export function defenderWorkspaceRows(activity: Activity): TableRow[] {
  return defenderRows(activity).map((one) => {
    const { AdditionalFields: fields, Timestamp: _, ...columns } = one.row;
    const dynamic = typeof fields === 'string' && fields !== '' ? JSON.parse(fields) : undefined;
    const row = { ...columns, TimeGenerated: activity.time, AdditionalFields: dynamic };
    return { ...one, row: compact(row) };
  });
}

const BUILDERS = new Map(
  Object.entries<(activity: Activity) => TableRow | TableRow[]>({
    process_creation: (activity) => row('DeviceProcessEvents', processCreated(activity)),
    file_event: (activity) => row('DeviceFileEvents', fileEvent(activity, 'FileCreated')),
    file_executable_detected: (activity) =>
      row('DeviceFileEvents', fileEvent(activity, 'FileCreated')),
    file_delete: (activity) => row('DeviceFileEvents', fileEvent(activity, 'FileDeleted')),
    file_delete_detected: (activity) => row('DeviceFileEvents', fileEvent(activity, 'FileDeleted')),
    file_rename: (activity) => row('DeviceFileEvents', fileEvent(activity, 'FileRenamed')),
    registry_add: (activity) => row('DeviceRegistryEvents', registry(activity)),
    registry_set: (activity) => row('DeviceRegistryEvents', registry(activity)),
    registry_delete: (activity) => row('DeviceRegistryEvents', registry(activity)),
    registry_rename: (activity) => row('DeviceRegistryEvents', registry(activity)),
    registry_event: (activity) => row('DeviceRegistryEvents', registry(activity)),
    network_connection: (activity) => row('DeviceNetworkEvents', network(activity)),
    image_load: imageLoadRows,
    file_access: fileAccessRows,
    file_change: (activity) => row('DeviceEvents', fileTimes(activity)),
    driver_load: (activity) => row('DeviceEvents', driverLoad(activity)),
    create_remote_thread: (activity) =>
      row('DeviceEvents', processTarget(activity, 'CreateRemoteThreadApiCall', undefined)),
    process_access: (activity) => {
      const access = toNumber(activity.field('GrantedAccess') ?? '');
      const fields = access === null ? {} : { DesiredAccess: access };
      return row('DeviceEvents', processTarget(activity, 'OpenProcessApiCall', fields));
    },
    create_stream_hash: (activity) => row('DeviceFileEvents', downloaded(activity)),
    wmi_event: (activity) => row('DeviceEvents', wmiBinding(activity)),
    pipe_created: (activity) => row('DeviceEvents', namedPipe(activity)),
    dns_query: (activity) => row('DeviceEvents', dnsQuery(activity)),
    ps_script: (activity) => row('DeviceEvents', script(activity)),
  }),
);

function row(table: string, columns: Record<string, unknown>): TableRow {
  return {
    table,
    origin: 'equivalent',
    source: table === 'DeviceEvents' ? `${TABLES}-deviceevents-table` : RECORDS,
    row: compact(columns),
  };
}

function processCreated(activity: Activity): Record<string, unknown> {
  const { field } = activity;
  const image = field('Image') ?? '';
  const user = accountOf(field('User'));
  return {
    ...device(activity),
    ActionType: 'ProcessCreated',
    FileName: baseName(image),
    FolderPath: image,
    ...fileHashes(activity),
    ProcessId: toNumber(field('ProcessId') ?? ''),
    ProcessCommandLine: commandLineOf(activity, 'CommandLine', 'Image'),
    ProcessIntegrityLevel: field('IntegrityLevel') ?? '',
    ProcessVersionInfoCompanyName: field('Company') ?? '',
    ProcessVersionInfoProductName: field('Product') ?? '',
    ProcessVersionInfoOriginalFileName: field('OriginalFileName') ?? '',
    ProcessVersionInfoFileDescription: field('Description') ?? '',
    AccountDomain: user.domain,
    AccountName: user.name,
    LogonId: toNumber(field('LogonId') ?? ''),
    ...initiator(activity, 'ParentImage', 'ParentCommandLine', 'ParentUser', 'ParentProcessId'),
    InitiatingProcessParentFileName: baseName(field('GrandParentImage') ?? ''),
    AdditionalFields: activity.os === 'Windows' ? '' : posixFields(activity),
  };
}

/** Linux and macOS rows have the working directory, and the POSIX ids by which Microsoft's parser knows them. */
function posixFields(activity: Activity): string {
  return JSON.stringify({
    ProcessPosixEffectiveUser: { Sid: 'S-1-0-0', Name: 'root', PosixUserId: 0 },
    ProcessPosixProcessGroupId: 1000,
    ProcessPosixSessionId: 1000,
    ProcessCurrentWorkingDirectory: activity.field('CurrentDirectory'),
  });
}

function fileEvent(activity: Activity, action: string): Record<string, unknown> {
  const { field } = activity;
  const path = field('TargetFilename') ?? field('FileName') ?? '';
  return {
    ...device(activity),
    ActionType: action,
    FileName: baseName(path),
    FolderPath: path,
    PreviousFileName: baseName(field('SourceFilename') ?? ''),
    ...fileHashes(activity),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
    InitiatingProcessIntegrityLevel: field('IntegrityLevel') ?? '',
    InitiatingProcessParentFileName: baseName(field('ParentImage') ?? ''),
    AdditionalFields: JSON.stringify({ FileType: 'Unknown' }),
  };
}

/**
 * Windows keeps the origin of a download in a stream of the file, Defender in columns of the record.
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-devicefileevents-table
 */
function downloaded(activity: Activity): Record<string, unknown> {
  const { field } = activity;
  const contents = field('Contents') ?? '';
  const url = (name: string): string =>
    new RegExp(`${name}=([^\\s]*)`, 'i').exec(contents)?.[1] ?? '';
  const path = (field('TargetFilename') ?? '').replace(/:[^:\\]*$/, '');
  const hash = field('Hash') ?? '';
  return {
    ...device(activity),
    ActionType: 'FileCreated',
    FileName: baseName(path),
    FolderPath: path,
    MD5: hashOf(hash, 'MD5').toLowerCase(),
    SHA1: hashOf(hash, 'SHA1').toLowerCase(),
    SHA256: hashOf(hash, 'SHA256').toLowerCase(),
    FileOriginUrl: url('HostUrl'),
    FileOriginReferrerUrl: url('ReferrerUrl'),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
  };
}

/** Sysmon logs filter, consumer and binding separately; Defender logs the binding, with all three. */
function wmiBinding(activity: Activity): Record<string, unknown> {
  const { field } = activity;
  return {
    ...device(activity),
    ActionType: 'WmiBindEventFilterToConsumer',
    AdditionalFields: JSON.stringify({
      Namespace: field('EventNamespace') ?? '',
      Filter: field('Filter') ?? field('Query') ?? '',
      Consumer: field('Consumer') ?? field('Destination') ?? '',
    }),
  };
}

function registry(activity: Activity): Record<string, unknown> {
  return {
    ...device(activity),
    ...defenderRegistry(activity.field),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
  };
}

function network(activity: Activity): Record<string, unknown> {
  const { field } = activity;
  const outbound = (field('Initiated') ?? 'true').toLowerCase() === 'true';
  const [local, remote] = outbound ? ['Source', 'Destination'] : ['Destination', 'Source'];
  const host = field(`${remote}Hostname`) ?? '';
  const protocol = field('Protocol') ?? '';
  return {
    ...device(activity),
    ActionType: outbound ? 'ConnectionSuccess' : 'InboundConnectionAccepted',
    LocalIP: field(`${local}Ip`) ?? '',
    LocalPort: toNumber(field(`${local}Port`) ?? ''),
    RemoteIP: field(`${remote}Ip`) ?? '',
    RemotePort: toNumber(field(`${remote}Port`) ?? ''),
    RemoteUrl: host === '-' ? '' : host,
    // Defender's records spell them Tcp and Udp.
    Protocol: protocol.charAt(0).toUpperCase() + protocol.slice(1).toLowerCase(),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
    InitiatingProcessParentFileName: baseName(field('ParentImage') ?? ''),
    AdditionalFields: '',
  };
}

function imageLoad(activity: Activity): Record<string, unknown> {
  const path = activity.field('ImageLoaded') ?? '';
  return {
    ...device(activity),
    ActionType: 'ImageLoaded',
    FileName: baseName(path),
    FolderPath: path,
    ...fileHashes(activity),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
  };
}

/**
 * A loaded image, also as custom data collection has it, and its signature, which Defender keeps by the hash
 * of the file.
 */
function imageLoadRows(activity: Activity): TableRow[] {
  const load = imageLoad(activity);
  const signed = activity.field('Signed');
  const status = activity.field('SignatureStatus') ?? '';
  const rows = [
    row('DeviceImageLoadEvents', load),
    row('DeviceCustomImageLoadEvents', collected(load)),
  ];
  if (signed === undefined || load.SHA1 === '') return rows;
  const certificate = {
    ...device(activity),
    SHA1: load.SHA1,
    IsSigned: signed.toLowerCase() === 'true',
    IsTrusted: status.toLowerCase() === 'valid',
    Signer: activity.field('Signature') ?? '',
  };
  return [...rows, row('DeviceFileCertificateInfo', certificate)];
}

/**
 * Reads of files are collected only on demand, in a table of the workspace.
 * https://learn.microsoft.com/defender-endpoint/custom-data-collection
 */
function fileAccessRows(activity: Activity): TableRow[] {
  const path = activity.field('FileName') ?? activity.field('TargetFilename') ?? '';
  const columns = {
    ...device(activity),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
    ActionType: 'FileAccessed',
    FileName: baseName(path),
    FolderPath: path,
    InitiatingProcessParentFileName: baseName(activity.field('ParentImage') ?? ''),
  };
  return [row('DeviceCustomFileEvents', collected(columns))];
}

/** The columns as custom data collection writes them to the workspace. */
function collected({
  Timestamp: time,
  ...others
}: Record<string, unknown>): Record<string, unknown> {
  return { ...others, TimeGenerated: time };
}

function fileTimes(activity: Activity): Record<string, unknown> {
  const path = activity.field('TargetFilename') ?? '';
  return {
    ...device(activity),
    ActionType: 'FileTimestampModificationEvent',
    FileName: baseName(path),
    FolderPath: folderOf(path),
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
  };
}

function driverLoad(activity: Activity): Record<string, unknown> {
  const path = activity.field('ImageLoaded') ?? '';
  return {
    ...device(activity),
    ActionType: 'DriverLoad',
    FileName: baseName(path),
    FolderPath: folderOf(path),
    ...fileHashes(activity),
    AdditionalFields: '',
  };
}

function processTarget(
  activity: Activity,
  action: string,
  fields: Record<string, unknown> | undefined,
): Record<string, unknown> {
  const target = activity.field('TargetImage') ?? '';
  return {
    ...device(activity),
    ActionType: action,
    FileName: baseName(target),
    // System has no folder.
    FolderPath: folderOf(target) || target,
    ProcessId: toNumber(activity.field('TargetProcessId') ?? ''),
    ...initiator(activity, 'SourceImage', 'SourceCommandLine', 'SourceUser', 'SourceProcessId'),
    InitiatingProcessParentFileName: baseName(activity.field('SourceParentImage') ?? ''),
    AdditionalFields: fields === undefined ? '' : JSON.stringify(fields),
  };
}

function namedPipe(activity: Activity): Record<string, unknown> {
  const created = (activity.field('EventType') ?? 'CreatePipe') === 'CreatePipe';
  return {
    ...device(activity),
    ActionType: 'NamedPipeEvent',
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
    AdditionalFields: JSON.stringify({
      FileOperation: created ? 'File created' : 'File opened',
      NamedPipeEnd: created ? 'Server' : 'Client',
      PipeName: `\\Device\\NamedPipe${activity.field('PipeName') ?? ''}`,
    }),
  };
}

function dnsQuery(activity: Activity): Record<string, unknown> {
  return {
    ...device(activity),
    ActionType: 'DnsQueryResponse',
    ...initiator(activity, 'Image', 'CommandLine', 'User', 'ProcessId'),
    AdditionalFields: JSON.stringify({
      DnsQueryString: activity.field('QueryName') ?? '',
      DnsQueryResult: activity.field('QueryResults') ?? '',
    }),
  };
}

function script(activity: Activity): Record<string, unknown> {
  return {
    ...device(activity),
    ActionType: 'AmsiScriptContent',
    AdditionalFields: JSON.stringify({ ScriptContent: activity.field('ScriptBlockText') ?? '' }),
  };
}

function device(activity: Activity): Record<string, unknown> {
  return {
    Timestamp: activity.time,
    DeviceId: '0000000000000000000000000000000000000000',
    DeviceName: activity.computer.toLowerCase(),
    ReportId: 1,
  };
}

function fileHashes(activity: Activity): Record<string, unknown> {
  const hashes = activity.field('Hashes') ?? '';
  const value = (algorithm: string): string =>
    hashOf(hashes, algorithm) || (activity.field(algorithm.toLowerCase()) ?? '');
  // Defender's records have lower case.
  return {
    SHA1: value('SHA1').toLowerCase(),
    SHA256: value('SHA256').toLowerCase(),
    MD5: value('MD5').toLowerCase(),
  };
}

/** For an unknown user, Sysmon writes a dash and Defender leaves its columns empty. */
function accountOf(user: string | undefined): { domain: string; name: string } {
  return splitUser(user === undefined || user === '-' ? '' : user);
}

function commandLineOf(activity: Activity, name: string, image: string): string {
  const commandLine = activity.field(name) ?? '';
  return activity.os === 'Windows'
    ? defenderCommandLine(commandLine, activity.field(image) ?? '')
    : commandLine;
}

/** The acting process, from the fields that name it in the event; its path is in lower case (M1). */
function initiator(
  activity: Activity,
  image: string,
  commandLine: string,
  userField: string,
  id: string,
): Record<string, unknown> {
  const path = activity.field(image) ?? '';
  const user = accountOf(activity.field(userField));
  return {
    InitiatingProcessFileName: baseName(path),
    InitiatingProcessFolderPath: activity.os === 'Windows' ? path.toLowerCase() : path,
    InitiatingProcessCommandLine: commandLineOf(activity, commandLine, image),
    InitiatingProcessId: toNumber(activity.field(id) ?? ''),
    InitiatingProcessAccountDomain: user.domain,
    InitiatingProcessAccountName: user.name,
  };
}
