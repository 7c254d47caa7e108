import type { Target } from '@/lib/target';
import type { EventRecord, TableRow } from '../types';
import { compact, datum, hashOf } from '../windows/record';
import { escapeXml, eventXml } from '../windows/xml';
import { type Activity, recordActivity } from './activity';
import { defenderRows, defenderWorkspaceRows } from './defender';

/*
 * Sysmon for Linux writes each event to syslog as one line of XML. Microsoft's ASIM parsers read it
 * there (ASimProcessCreateLinuxSysmon.yaml, ASimFileEventLinuxSysmonFileCreated.yaml) without
 * unescaping XML.
 */

const PARSERS = 'https://github.com/Azure/Azure-Sentinel/blob/master/Parsers';
const PROCESS = `${PARSERS}/ASimProcessEvent/Parsers/ASimProcessCreateLinuxSysmon.yaml`;
const FILE = `${PARSERS}/ASimFileEvent/Parsers/ASimFileEventLinuxSysmonFileCreated.yaml`;
const NETWORK = `${PARSERS}/ASimNetworkSession/Parsers/ASimNetworkSessionMicrosoftLinuxSysmon.yaml`;

const CATEGORIES: Readonly<Record<number, string>> = {
  1: 'process_creation',
  3: 'network_connection',
  11: 'file_event',
};

export function linuxSysmonRows(record: EventRecord, target: Target): TableRow[] {
  switch (target) {
    case 'sentinel':
      return [syslogRow(record), ...activityRows(record, defenderWorkspaceRows)];
    case 'sentinel-asim':
      return asimRows(record);
    case 'defender-xdr':
      return activityRows(record, defenderRows);
  }
}

function activityRows(record: EventRecord, build: (activity: Activity) => TableRow[]): TableRow[] {
  const category = CATEGORIES[record.eventId];
  return category ? build(recordActivity(record, 'Linux', category)) : [];
}

function syslogRow(record: EventRecord): TableRow {
  return {
    table: 'Syslog',
    origin: 'recorded',
    source: PROCESS,
    row: compact({
      TimeGenerated: record.time,
      EventTime: record.time,
      Type: 'Syslog',
      Computer: record.computer,
      HostName: record.computer,
      Facility: 'user',
      SeverityLevel: 'info',
      ProcessName: 'sysmon',
      SyslogMessage: eventXml(record),
    }),
  };
}

/** Reads one value as the parsers do, with its XML escapes. */
type Value = (name: string) => string;

type Header = Readonly<Record<string, unknown>>;

function asimRows(record: EventRecord): TableRow[] {
  const value: Value = (name) => escapeXml(datum(record, name));
  const header: Header = {
    TimeGenerated: record.time,
    Type: 'Syslog',
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventProduct: 'Sysmon for Linux',
    EventResult: 'Success',
    EventOriginalType: String(record.eventId),
    EventStartTime: record.time,
    EventEndTime: record.time,
    DvcOs: 'Linux',
    DvcHostname: record.computer,
    Dvc: record.computer,
  };
  switch (record.eventId) {
    case 1:
      return processRows(header, value);
    case 3:
      return [networkRow(header, value)];
    case 11:
      return [fileRow(header, value)];
    default:
      return [];
  }
}

function processRows({ DvcHostname: _, ...header }: Header, value: Value): TableRow[] {
  // The parser writes DvcHostName, which is not the schema's column.
  const unbraced: Value = (name) => value(name).replace(/^\{(.*)\}$/, '$1');
  const hashes = value('Hashes');
  const row = compact({
    ...header,
    EventSchema: 'ProcessEvent',
    EventType: 'ProcessCreated',
    TargetUsername: value('User'),
    TargetUsernameType: 'Simple',
    TargetUserSessionId: value('LogonId'),
    ActorUsername: value('ParentUser'),
    ActorUsernameType: 'Simple',
    TargetProcessId: value('ProcessId'),
    TargetProcessGuid: unbraced('ProcessGuid'),
    TargetProcessName: value('Image'),
    TargetProcessCommandLine: value('CommandLine'),
    TargetProcessCurrentDirectory: value('CurrentDirectory'),
    TargetProcessIntegrityLevel: value('IntegrityLevel'),
    TargetProcessFileCompany: value('Company'),
    TargetProcessFileDescription: value('Description'),
    TargetProcessFileVersion: value('FileVersion'),
    TargetProcessFileProduct: value('Product'),
    TargetProcessSHA1: hashOf(hashes, 'SHA1'),
    TargetProcessSHA256: hashOf(hashes, 'SHA256'),
    TargetProcessMD5: hashOf(hashes, 'MD5'),
    ActingProcessId: value('ParentProcessId'),
    ActingProcessGuid: unbraced('ParentProcessGuid'),
    ActingProcessName: value('ParentImage'),
    ActingProcessCommandLine: value('ParentCommandLine'),
    CommandLine: value('CommandLine'),
    Process: value('Image'),
    User: value('ParentUser'),
  });
  return [
    { table: '_Im_ProcessCreate', origin: 'recorded', source: PROCESS, row },
    { table: '_Im_ProcessEvent', origin: 'recorded', source: PROCESS, row },
  ];
}

function fileRow(header: Header, value: Value): TableRow {
  const row = compact({
    ...header,
    EventSchema: 'FileEvent',
    EventType: 'FileCreated',
    ActorUsername: value('User'),
    ActingProcessId: value('ProcessId'),
    ActingProcessGuid: value('ProcessGuid'),
    ActingProcessName: value('Image'),
    TargetFilePath: value('TargetFilename'),
    TargetFilePathType: 'Unix',
    FilePath: value('TargetFilename'),
    Process: value('Image'),
    User: value('User'),
  });
  return { table: '_Im_FileEvent', origin: 'recorded', source: FILE, row };
}

function networkRow(header: Header, value: Value): TableRow {
  const outbound = value('Initiated').toLowerCase() === 'true';
  const port = (name: string): number | null => Number.parseInt(value(name), 10) || null;
  const host = (name: string): string => (value(name) === '-' ? '' : value(name));
  const row = compact({
    ...header,
    EventSchema: 'NetworkSession',
    EventType: 'NetworkSession',
    Hostname: value('DestinationHostname'),
    NetworkDirection: outbound ? 'Outbound' : 'Inbound',
    NetworkProtocol: value('Protocol').toUpperCase(),
    SrcIpAddr: value('SourceIp'),
    SrcPortNumber: port('SourcePort'),
    SrcHostname: host('SourceHostname'),
    DstIpAddr: value('DestinationIp'),
    DstPortNumber: port('DestinationPort'),
    DstHostname: host('DestinationHostname'),
    SrcProcessName: outbound ? value('Image') : '',
    DstProcessName: outbound ? '' : value('Image'),
    SrcUsername: outbound ? value('User') : '',
    DstUsername: outbound ? '' : value('User'),
    Src: value('SourceIp'),
    Dst: value('DestinationIp'),
  });
  return { table: '_Im_NetworkSession', origin: 'recorded', source: NETWORK, row };
}
