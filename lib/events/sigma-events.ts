import { syslogProgram } from '@/lib/log-sources';
import { ownValue, setOwnValue } from '@/lib/own-value';
import type { SigmaEvent } from '../sigma/types';
import { isObject, readRaw, text } from './read-raw';
import type { EventRecord, SourceEvent } from './types';
import { logSourcesOf } from './windows/log-sources';
import { datum, hashOf } from './windows/record';

const MAX_FIELDS = 2_000;
const MAX_DEPTH = 12;

/**
 * The event as Sigma sees it, once for each log source it belongs to: a Sysmon event 1 is
 * `windows/process_creation` and `windows/-/sysmon`. Field names are the log source's
 * own (`EventID`, `Channel`, `Provider_Name`, the names in EventData or UserData); 4688 also has
 * Sysmon's names, because rules for process creations use them. Nested JSON becomes
 * dotted names; any element of a list may match. `text` is every value, for
 * keywords; `time` is ISO 8601 UTC.
 *
 * `raw` is EVTX as JSON (`{Event: {System, EventData}}`), the same flattened, or any other log's
 * JSON as `{logsource: {product, category, service}, event: {...}}`. Anything else returns no event.
 * Never throws.
 *
 * Log sources of Windows events: SigmaHQ `tests/thor.yml` and `tests/logsource.json`.
 */
export function toSigmaEvents(raw: unknown): SigmaEvent[] {
  const read = readRaw(raw);
  if (!read) return [];
  return read.kind === 'record' ? recordEvents(read.record) : sourceEvents(read.source);
}

function recordEvents(record: EventRecord): SigmaEvent[] {
  const fields = recordFields(record);
  const allText = eventText(record);
  return logSourcesOf(record).map((source) => ({
    ...source,
    fields: fieldsFor(source.category, record, fields),
    text: allText,
    time: record.time,
  }));
}

/** Field names that the category's rules use, for logs whose own names differ. */
function fieldsFor(
  category: string | null,
  record: EventRecord,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  if (category === 'antivirus') {
    const path = datum(record, 'Path');
    return { ...fields, Signature: datum(record, 'Threat Name'), Filename: path };
  }
  if (record.channel !== 'Security' || category === null) return fields;
  if (category === 'process_creation') return { ...fields, ...processCreationFields(record) };
  if (category === 'file_access') {
    return {
      ...fields,
      FileName: datum(record, 'ObjectName'),
      Image: datum(record, 'ProcessName'),
    };
  }
  return { ...fields, ...registryFields(record) };
}

/**
 * A Security log event under Sysmon's field names; null for other channels. In this log, ProcessId
 * is the creator's: https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4688
 */
export function securityActivity(
  category: string,
  record: EventRecord,
): Readonly<Record<string, unknown>> | null {
  if (record.channel !== 'Security') return null;
  if (category !== 'process_creation') return registryFields(record);
  return {
    ...processCreationFields(record),
    ProcessId: datum(record, 'NewProcessId'),
    ParentProcessId: datum(record, 'ProcessId'),
    LogonId: datum(record, 'SubjectLogonId'),
  };
}

/** https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4657 */
function registryFields(record: EventRecord): Record<string, unknown> {
  const key = datum(record, 'ObjectName')
    .replace(/^\\REGISTRY\\MACHINE/i, 'HKLM')
    .replace(/^\\REGISTRY\\USER/i, 'HKU')
    .replace(/\\ControlSet00\d(?=\\|$)/i, '\\CurrentControlSet');
  const operation = datum(record, 'OperationType');
  return {
    EventType: operation === '%%1906' ? 'DeleteValue' : 'SetValue',
    TargetObject: `${key}\\${datum(record, 'ObjectValueName')}`,
    Details: sysmonDetails(datum(record, 'NewValueType'), datum(record, 'NewValue')),
    Image: datum(record, 'ProcessName'),
    User: account(datum(record, 'SubjectDomainName'), datum(record, 'SubjectUserName')),
  };
}

/** A registry value in Sysmon's words. Event 4657 gives its type as a message number. */
function sysmonDetails(type: string, value: string): string {
  const number = /^\d+$/.test(value) ? Number(value) : null;
  if (type === '%%1876' && number !== null) {
    return `DWORD (0x${number.toString(16).padStart(8, '0')})`;
  }
  return type === '%%1875' ? 'Binary Data' : value;
}

/** System fields under the names in Sigma's Windows rules, then the payload's own fields. */
function recordFields(record: EventRecord): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    EventID: record.eventId,
    Channel: record.channel,
    Provider_Name: record.provider,
    Provider_Guid: record.providerGuid,
    Computer: record.computer,
    Level: record.level,
    Task: record.task,
    Opcode: record.opcode,
    Keywords: record.keywords,
    EventRecordID: record.recordId,
    Execution_ProcessID: record.processId,
    Security_UserID: record.userId,
    EventLog: record.channel,
  };
  if (record.message !== null) fields.Message = record.message;
  // A value named like a header field wins: event 104 names the Channel that was cleared.
  for (const { name } of record.data) if (name !== null) delete fields[name];
  for (const { name, value } of record.data) {
    if (name === null) append(fields, 'Data', value);
    else {
      append(fields, name, value);
      // Windows Defender's data names have spaces; rules write them without or with underscores.
      if (name.includes(' ')) {
        append(fields, name.replaceAll(' ', ''), value);
        append(fields, name.replaceAll(' ', '_'), value);
      }
    }
  }
  const hashes = datum(record, 'Hashes') || datum(record, 'Hash');
  for (const [field, algorithm] of HASH_FIELDS) {
    const value = hashOf(hashes, algorithm);
    if (value && !Object.hasOwn(fields, field)) fields[field] = value;
  }
  return fields;
}

const HASH_FIELDS = [
  ['md5', 'MD5'],
  ['sha1', 'SHA1'],
  ['sha256', 'SHA256'],
  ['imphash', 'IMPHASH'],
  ['Imphash', 'IMPHASH'],
] as const;

/** https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4688 */
function processCreationFields(record: EventRecord): Record<string, unknown> {
  const target = datum(record, 'TargetUserName');
  const actor = account(datum(record, 'SubjectDomainName'), datum(record, 'SubjectUserName'));
  const level = INTEGRITY_LEVELS.get(datum(record, 'MandatoryLabel'));
  return {
    Image: datum(record, 'NewProcessName'),
    ParentImage: datum(record, 'ParentProcessName'),
    CommandLine: datum(record, 'CommandLine'),
    User:
      target === '' || target === '-' ? actor : account(datum(record, 'TargetDomainName'), target),
    ParentUser: actor,
    ...(level ? { IntegrityLevel: level } : {}),
  };
}

/** Mandatory labels by SID: the winnt.h names, in Sysmon's words. */
const INTEGRITY_LEVELS = new Map(
  Object.entries<string>({
    'S-1-16-4096': 'Low',
    'S-1-16-8192': 'Medium',
    'S-1-16-12288': 'High',
    'S-1-16-16384': 'System',
  }),
);

function account(domain: string, name: string): string {
  return domain && domain !== '-' ? `${domain}\\${name}` : name;
}

function append(fields: Record<string, unknown>, name: string, value: unknown): void {
  const before = ownValue(fields, name);
  if (Array.isArray(before)) before.push(value);
  else setOwnValue(fields, name, before === undefined ? value : [before, value]);
}

/** The text that keywords search: every value of the event, one per line. */
function eventText(record: EventRecord): string {
  const lines = [
    record.provider,
    String(record.eventId),
    record.channel,
    record.computer,
    ...record.data.map(({ value }) => value),
  ];
  if (record.message !== null) lines.push(record.message);
  return lines.join('\n');
}

/** Nested JSON under dotted names, lists element by element: any element may match. */
function sourceEvents(source: SourceEvent): SigmaEvent[] {
  const fields: Record<string, unknown> = {};
  flatten(source.event, '', 0, fields);
  return [
    {
      product: source.product,
      category: source.category,
      service: source.service,
      fields,
      text: searchedText(source),
      time: timeOf(source.event),
    },
  ];
}

function flatten(
  value: unknown,
  prefix: string,
  depth: number,
  fields: Record<string, unknown>,
): void {
  if (depth > MAX_DEPTH || Object.keys(fields).length > MAX_FIELDS) return;
  if (Array.isArray(value)) {
    for (const item of value) flatten(item, prefix, depth + 1, fields);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, prefix ? `${prefix}.${key}` : key, depth + 1, fields);
    }
  } else if (prefix) {
    append(fields, prefix, value);
  }
}

/** Text logs carry one line in `message` (or `RawData`); the others are searched value by value. */
function searchedText(source: SourceEvent): string {
  // A syslog line begins with the program that wrote it.
  const program = source.category === null ? syslogProgram(source) : null;
  return program === null ? sourceText(source) : `${program}: ${sourceText(source)}`;
}

export function sourceText(source: SourceEvent): string {
  const line = text(source.event.message) || text(source.event.RawData);
  if (line) return line;
  const lines: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || lines.length > MAX_FIELDS) return;
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (isObject(value)) for (const inner of Object.values(value)) visit(inner, depth + 1);
    else if (text(value)) lines.push(text(value));
  };
  visit(source.event, 0);
  return lines.join('\n');
}

const TIME_FIELDS = ['eventTime', 'time', 'timestamp', '@timestamp', 'TimeGenerated', 'published'];

export function timeOf(event: Readonly<Record<string, unknown>>): string | null {
  for (const name of TIME_FIELDS) {
    const time = new Date(text(event[name]));
    if (text(event[name]) && !Number.isNaN(time.getTime())) return time.toISOString();
  }
  return null;
}
