import { setOwnValue } from '@/lib/own-value';
import type { EventRecord, TableRow } from '../types';
import { compact } from '../windows/record';
import { escapeXml, eventDataXml } from '../windows/xml';

/*
 * The two tables that hold any Windows channel. `Event` is what the Windows Event Logs connector
 * writes; its EventData is a `<DataItem>` around the event's own escaped XML.
 * `WindowsEvent` (forwarded events) holds the payload as an object instead.
 */

const EVENT_SOURCE = 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/event';
const WINDOWS_EVENT_SOURCE =
  'https://learn.microsoft.com/azure/azure-monitor/reference/tables/windowsevent';

/** Event levels: https://learn.microsoft.com/windows/win32/wes/eventmanifestschema-leveltype-complextype */
const LEVEL_NAMES: Readonly<Record<number, string>> = {
  0: 'Information',
  1: 'Critical',
  2: 'Error',
  3: 'Warning',
  4: 'Information',
  5: 'Verbose',
};

/** The Event table counts levels as .NET's EventLogEntryType does: error 1, warning 2, information 4. */
const CLASSIC_LEVELS: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4 };

const WELL_KNOWN_USERS = new Map(
  Object.entries<string>({
    'S-1-5-18': 'NT AUTHORITY\\SYSTEM',
    'S-1-5-19': 'NT AUTHORITY\\LOCAL SERVICE',
    'S-1-5-20': 'NT AUTHORITY\\NETWORK SERVICE',
  }),
);

export function eventRow(record: EventRecord): TableRow {
  return {
    table: 'Event',
    origin: 'recorded',
    source: EVENT_SOURCE,
    row: compact({
      TimeGenerated: record.time,
      Type: 'Event',
      SourceSystem: 'OpsManager',
      Source: record.provider,
      EventLog: record.channel,
      Computer: record.computer,
      EventID: record.eventId,
      EventCategory: record.task,
      EventLevel: CLASSIC_LEVELS[record.level] ?? 4,
      EventLevelName: levelName(record),
      UserName: WELL_KNOWN_USERS.get(record.userId) ?? (record.userId || 'N/A'),
      EventData:
        `<DataItem type="System.XmlData" time="${record.time ?? ''}" ` +
        `sourceHealthServiceId="00000000-0000-0000-0000-000000000000">${eventDataXml(record)}</DataItem>`,
      ParameterXml: record.data.map(({ value }) => `<Param>${escapeXml(value)}</Param>`).join(''),
      RenderedDescription: renderedDescription(record),
    }),
  };
}

export function windowsEventRow(record: EventRecord): TableRow {
  const values: Record<string, unknown> = {};
  const unnamed: string[] = [];
  for (const { name, value } of record.data) {
    if (name === null) unnamed.push(value);
    else setOwnValue(values, name, value);
  }
  // No source documents unnamed data. That it appears under its element's name is inferred.
  if (unnamed.length > 0) values.Data = unnamed.length === 1 ? unnamed[0] : unnamed;
  return {
    table: 'WindowsEvent',
    origin: 'recorded',
    source: WINDOWS_EVENT_SOURCE,
    row: compact({
      TimeGenerated: record.time,
      Type: 'WindowsEvent',
      Provider: record.provider,
      Channel: record.channel,
      Computer: record.computer,
      EventID: record.eventId,
      EventLevel: record.level,
      EventLevelName: levelName(record),
      EventRecordId: record.recordId,
      Keywords: record.keywords,
      Opcode: String(record.opcode),
      Task: record.task,
      Version: record.version,
      SystemProcessId: record.processId,
      SystemThreadId: record.threadId,
      SystemUserId: record.userId,
      EventData: record.data.length > 0 ? values : undefined,
    }),
  };
}

export function levelName(record: EventRecord): string {
  return LEVEL_NAMES[record.level] ?? 'Information';
}

const SYSMON_TITLES: Readonly<Record<number, string>> = {
  1: 'Process Create',
  2: 'File creation time changed',
  3: 'Network connection detected',
  4: 'Sysmon service state changed',
  5: 'Process terminated',
  6: 'Driver loaded',
  7: 'Image loaded',
  8: 'CreateRemoteThread detected',
  9: 'RawAccessRead detected',
  10: 'Process accessed',
  11: 'File created',
  12: 'Registry object added or deleted',
  13: 'Registry value set',
  14: 'Registry object renamed',
  15: 'File stream created',
  16: 'Sysmon config state changed',
  17: 'Pipe Created',
  18: 'Pipe Connected',
  22: 'Dns query',
  23: 'File Delete archived',
  25: 'Process Tampering',
  26: 'File Delete logged',
  29: 'File Executable Detected',
};

/** The message text: Sysmon's title and fields, or the rendered message that the event carries. */
function renderedDescription(record: EventRecord): string | undefined {
  if (record.message !== null) return record.message;
  const title = record.provider.endsWith('Sysmon') ? SYSMON_TITLES[record.eventId] : undefined;
  if (!title) return undefined;
  const lines = record.data.map(({ name, value }) => `${name}: ${value}`);
  return [`${title}:`, ...lines].join('\r\n');
}
