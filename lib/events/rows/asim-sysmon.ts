import type { EventRecord, TableRow } from '../types';
import { compact, datum, hashOf } from '../windows/record';
import { escapeXml } from '../windows/xml';
import { resolveFqdn } from './device-name';

/*
 * The Sysmon branch of Microsoft's ASIM parsers, which reads the Event table. It cuts values out of
 * the EventData text between `<Data Name="…">` and `</Data>` without unescaping XML, so the columns
 * hold `&amp;`, `&lt;` and `&gt;` for `&`, `<` and `>`.
 * Parsers: github.com/Azure/Azure-Sentinel, folder Parsers.
 */

const PARSERS = 'https://github.com/Azure/Azure-Sentinel/blob/master/Parsers';
const PROCESS = `${PARSERS}/ASimProcessEvent/Parsers/ASimProcessCreateMicrosoftSysmon.yaml`;
const TERMINATE = `${PARSERS}/ASimProcessEvent/Parsers/ASimProcessTerminateMicrosoftSysmon.yaml`;
const FILE = `${PARSERS}/ASimFileEvent/Parsers/ASimFileEventMicrosoftSysmon.yaml`;
const REGISTRY = `${PARSERS}/ASimRegistryEvent/Parsers/vimRegistryEventMicrosoftSysmon.yaml`;
const NETWORK = `${PARSERS}/ASimNetworkSession/Parsers/ASimNetworkSessionMicrosoftSysmon.yaml`;
const DNS = `${PARSERS}/ASimDns/Parsers/ASimDnsMicrosoftSysmon.yaml`;

/** The rows that ASIM parsers make of a Sysmon event; none for events without a schema. */
export function asimSysmonRows(record: EventRecord): TableRow[] {
  const build = BUILDERS[record.eventId];
  return build ? build(record) : [];
}

const BUILDERS: Readonly<Record<number, (record: EventRecord) => TableRow[]>> = {
  1: (record) => [
    row('_Im_ProcessCreate', PROCESS, processCreate(record)),
    row('_Im_ProcessEvent', PROCESS, processCreate(record)),
  ],
  3: (record) => [row('_Im_NetworkSession', NETWORK, networkSession(record))],
  5: (record) => [
    row('_Im_ProcessTerminate', TERMINATE, processTerminate(record)),
    row('_Im_ProcessEvent', TERMINATE, processTerminate(record)),
  ],
  11: (record) => [row('_Im_FileEvent', FILE, fileEvent(record))],
  12: (record) => [row('_Im_RegistryEvent', REGISTRY, registryEvent(record))],
  13: (record) => [row('_Im_RegistryEvent', REGISTRY, registryEvent(record))],
  14: (record) => [row('_Im_RegistryEvent', REGISTRY, registryEvent(record))],
  22: (record) => [row('_Im_Dns', DNS, dns(record))],
  23: (record) => [row('_Im_FileEvent', FILE, fileEvent(record))],
  26: (record) => [row('_Im_FileEvent', FILE, fileEvent(record))],
};

function row(table: string, source: string, columns: Record<string, unknown>): TableRow {
  return { table, origin: 'recorded', source, row: compact(columns) };
}

function processCreate(record: EventRecord): Record<string, unknown> {
  const user = parsed(record, 'User');
  const actor = parsed(record, 'ParentUser');
  const image = parsed(record, 'Image');
  const hashes = parsed(record, 'Hashes');
  const sha256 = hashOf(hashes, 'SHA256');
  const sha1 = hashOf(hashes, 'SHA1');
  const md5 = hashOf(hashes, 'MD5');
  return {
    ...header(record, 'ProcessEvent', 'ProcessCreated'),
    TargetUsername: user,
    TargetUsernameType: user ? 'Windows' : '',
    TargetUserSessionId: parsed(record, 'LogonId'),
    ActorUsername: actor,
    ActorUsernameType: actor ? 'Windows' : '',
    TargetProcessId: parsed(record, 'ProcessId'),
    TargetProcessGuid: unbraced(record, 'ProcessGuid'),
    TargetProcessName: image,
    TargetProcessCommandLine: parsed(record, 'CommandLine'),
    TargetProcessCurrentDirectory: parsed(record, 'CurrentDirectory'),
    TargetProcessIntegrityLevel: parsed(record, 'IntegrityLevel'),
    TargetProcessFileCompany: parsed(record, 'Company'),
    TargetProcessFileDescription: parsed(record, 'Description'),
    TargetProcessFileVersion: parsed(record, 'FileVersion'),
    TargetProcessFileProduct: parsed(record, 'Product'),
    // The parser (0.3.2 and later) keeps Sysmon's OriginalFileName here, not in the schema's
    // TargetProcessFileOriginalName.
    TargetProcessFilename: parsed(record, 'OriginalFileName'),
    TargetProcessSHA1: sha1,
    TargetProcessSHA256: sha256,
    TargetProcessMD5: md5,
    TargetProcessIMPHASH: hashOf(hashes, 'IMPHASH'),
    ActingProcessId: parsed(record, 'ParentProcessId'),
    ActingProcessGuid: unbraced(record, 'ParentProcessGuid'),
    ActingProcessName: parsed(record, 'ParentImage'),
    ActingProcessCommandLine: parsed(record, 'ParentCommandLine'),
    CommandLine: parsed(record, 'CommandLine'),
    Hash: sha256 || sha1 || md5,
    Process: image,
    User: user,
  };
}

function processTerminate(record: EventRecord): Record<string, unknown> {
  const user = parsed(record, 'User');
  const image = parsed(record, 'Image');
  return {
    ...header(record, 'ProcessEvent', 'ProcessTerminated'),
    TargetProcessId: parsed(record, 'ProcessId'),
    TargetProcessGuid: unbraced(record, 'ProcessGuid'),
    TargetProcessName: image,
    ActorUsername: user,
    ActorUsernameType: user ? 'Windows' : '',
    Process: image,
    User: user,
  };
}

function fileEvent(record: EventRecord): Record<string, unknown> {
  const user = parsed(record, 'User');
  const path = parsed(record, 'TargetFilename');
  const hashes = parsed(record, 'Hashes');
  const [sha256, sha1, md5] = ['SHA256', 'SHA1', 'MD5'].map((name) => hashOf(hashes, name));
  const name = path.slice(path.lastIndexOf('\\') + 1);
  return {
    ...header(record, 'FileEvent', record.eventId === 11 ? 'FileCreated' : 'FileDeleted'),
    EventSeverity: 'Informational',
    RuleName: ruleName(record),
    ActorUsername: user,
    ActorUsernameType: user ? 'Windows' : '',
    ActorWindowsUsername: user,
    ActingProcessId: parsed(record, 'ProcessId'),
    ActingProcessGuid: unbraced(record, 'ProcessGuid'),
    ActingProcessName: parsed(record, 'Image'),
    TargetFilePath: path,
    TargetFilePathType: 'Windows',
    TargetFileName: name,
    TargetFileCreationTime: sysmonTime(parsed(record, 'CreationUtcTime')),
    TargetFileMD5: md5,
    TargetFileSHA1: sha1,
    TargetFileSHA256: sha256,
    Hash: sha256 || sha1 || md5,
    FilePath: path,
    FileName: name,
    Process: parsed(record, 'Image'),
    User: user,
  };
}

const REGISTRY_TYPES = new Map(
  Object.entries<string>({
    CreateKey: 'RegistryKeyCreated',
    DeleteKey: 'RegistryKeyDeleted',
    DeleteValue: 'RegistryValueDeleted',
    SetValue: 'RegistryValueSet',
    RenameKey: 'RegistryKeyRenamed',
  }),
);

const HIVES = new Map(
  Object.entries<string>({
    HKLM: 'HKEY_LOCAL_MACHINE',
    HKU: 'HKEY_USERS',
    HKCR: 'HKEY_LOCAL_MACHINE\\Classes',
  }),
);

function registryEvent(record: EventRecord): Record<string, unknown> {
  const type = REGISTRY_TYPES.get(parsed(record, 'EventType')) ?? '';
  const key = withHive(parsed(record, 'TargetObject'));
  const isValue = type === 'RegistryValueSet' || type === 'RegistryValueDeleted';
  const cut = key.lastIndexOf('\\');
  // The parser's pattern needs something on both sides of the last backslash.
  const splits = cut > 0 && cut < key.length - 1;
  // The parser sets User and the new key only for events with Details, so deletions lack an actor and
  // renames lack a key.
  const hasDetails = record.data.some(({ name }) => name === 'Details');
  const user = hasDetails ? parsed(record, 'User') : '';
  // The parser takes its column with the host's name away again.
  const { DvcHostname: _, ...common } = header(record, 'RegistryEvent', type);
  return {
    ...common,
    EventOriginalSubType: parsed(record, 'EventType'),
    Rule: parsed(record, 'RuleName'),
    ActorUsername: user,
    ActorUsernameType: user ? 'Windows' : '',
    ActingProcessId: parsed(record, 'ProcessId'),
    ActingProcessGuid: unbraced(record, 'ProcessGuid'),
    ActingProcessName: parsed(record, 'Image'),
    RegistryKey:
      type === 'RegistryKeyRenamed' ? '' : isValue ? (splits ? key.slice(0, cut) : '') : key,
    RegistryValue: isValue && splits ? key.slice(cut + 1) : '',
    RegistryValueData: type === 'RegistryValueSet' ? parsed(record, 'Details') : '',
    Process: parsed(record, 'Image'),
    User: user,
  };
}

function withHive(target: string): string {
  const cut = target.indexOf('\\');
  if (cut === -1) return '\\';
  return `${HIVES.get(target.slice(0, cut)) ?? ''}\\${target.slice(cut + 1)}`;
}

function networkSession(record: EventRecord): Record<string, unknown> {
  const initiated = parsed(record, 'Initiated').toLowerCase() === 'true';
  const user = parsed(record, 'User');
  const image = parsed(record, 'Image');
  const guid = unbraced(record, 'ProcessGuid');
  const id = parsed(record, 'ProcessId');
  // The parser puts the process of an outbound connection on the destination's side.
  const side = initiated ? 'Dst' : 'Src';
  const source = hostName(record, 'SourceHostname');
  const destination = hostName(record, 'DestinationHostname');
  const own = initiated ? destination : source;
  const isIpv6 = ['SourceIsIpv6', 'DestinationIsIpv6'].some(
    (name) => parsed(record, name).toLowerCase() === 'true',
  );
  return {
    ...header(record, 'NetworkSession', 'EndpointNetworkSession'),
    EventSeverity: 'Informational',
    EventOriginalType: '3',
    [`${side}Username`]: user,
    [`${side}UsernameType`]: 'Windows',
    [`${side}ProcessId`]: id,
    [`${side}ProcessGuid`]: guid,
    [`${side}ProcessName`]: image,
    [`${side}AppName`]: image.slice(image.lastIndexOf('\\') + 1),
    [`${side}AppType`]: 'Process',
    SrcIpAddr: parsed(record, 'SourceIp'),
    SrcPortNumber: integer(parsed(record, 'SourcePort')),
    SrcHostname: source.name,
    SrcDomain: source.domain,
    SrcFQDN: source.fqdn,
    DstIpAddr: parsed(record, 'DestinationIp'),
    DstPortNumber: integer(parsed(record, 'DestinationPort')),
    DstHostname: destination.name,
    DstDomain: destination.domain,
    DstFQDN: destination.fqdn,
    DvcHostname: own.name,
    DvcDomain: own.domain,
    DvcFQDN: own.fqdn,
    DvcIpAddr: parsed(record, initiated ? 'SourceIp' : 'DestinationIp'),
    IpAddr: parsed(record, 'SourceIp'),
    Src: parsed(record, 'SourceIp'),
    Dst: parsed(record, 'DestinationIp'),
    NetworkRuleName: parsed(record, 'RuleName'),
    NetworkProtocol: parsed(record, 'Protocol').toUpperCase(),
    NetworkProtocolVersion: isIpv6 ? 'IPV6' : 'IPV4',
    // Set before the parser blanks a dash and cuts the domain off.
    Hostname: parsed(record, initiated ? 'DestinationHostname' : 'SourceHostname'),
  };
}

const hostName = (record: EventRecord, name: string) => {
  const full = parsed(record, name);
  return resolveFqdn(full === '-' ? '' : full);
};

/** Sysmon's DNS status codes, from the parser's table. */
const RCODES: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  1460: 'TIMEOUT',
  9001: 'FORMERR',
  9002: 'SERVFAIL',
  9003: 'NXDOMAIN',
  9004: 'NOTIMP',
  9005: 'REFUSED',
};

function dns(record: EventRecord): Record<string, unknown> {
  const code = integer(parsed(record, 'QueryStatus'));
  const codeName = (code === null ? undefined : RCODES[code]) ?? 'NA';
  const user = parsed(record, 'User');
  const results = parsed(record, 'QueryResults');
  return {
    ...header(record, 'Dns', 'Query'),
    EventSubType: 'response',
    EventResult: code === 0 ? 'Success' : 'Failure',
    EventResultDetails: codeName,
    EventSeverity: code === 0 ? 'Informational' : 'Low',
    EventOriginalType: '22',
    RuleName: ruleName(record),
    Rule: ruleName(record),
    SrcProcessId: parsed(record, 'ProcessId'),
    SrcProcessGuid: unbraced(record, 'ProcessGuid'),
    SrcProcessName: parsed(record, 'Image'),
    SrcUsername: user,
    SrcUsernameType: 'Windows',
    SrcHostname: record.computer,
    Src: record.computer,
    Hostname: record.computer,
    DnsQuery: parsed(record, 'QueryName'),
    DnsResponseName: results === '-' ? '' : results,
    DnsResponseCode: code !== null && code > 9000 && code < 9100 ? code - 9000 : code,
    DnsResponseCodeName: codeName,
    Domain: parsed(record, 'QueryName'),
    Process: parsed(record, 'Image'),
    User: user,
  };
}

function header(record: EventRecord, schema: string, type: string): Record<string, unknown> {
  return {
    TimeGenerated: record.time,
    Type: 'Event',
    EventType: type,
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventProduct: 'Sysmon',
    EventSchema: schema,
    EventResult: 'Success',
    EventOriginalType: String(record.eventId),
    EventStartTime: record.time,
    EventEndTime: record.time,
    DvcOs: 'Windows',
    DvcHostname: record.computer,
    Dvc: record.computer,
  };
}

function ruleName(record: EventRecord): string {
  const name = parsed(record, 'RuleName');
  return name === '-' ? '' : name;
}

/** A value as the parsers cut it out of the XML text. */
function parsed(record: EventRecord, name: string): string {
  return escapeXml(datum(record, name));
}

function unbraced(record: EventRecord, name: string): string {
  return parsed(record, name).replace(/^\{(.*)\}$/, '$1');
}

function integer(value: string): number | null {
  return /^\d+$/.test(value) ? Number(value) : null;
}

/** Sysmon writes `2025-11-27 07:40:10.132`, UTC. */
function sysmonTime(value: string): string | undefined {
  const time = new Date(`${value.replace(' ', 'T')}Z`);
  return value && !Number.isNaN(time.getTime()) ? time.toISOString() : undefined;
}
