import type { EventRecord, TableRow } from '../types';
import { baseName, compact, datum, has, toNumber } from '../windows/record';
import { dataElements } from '../windows/xml';
import { levelName } from './event-log';

/*
 * SecurityEvent: the Windows Security Events connector writes each value of the Security log to a
 * column, and values without a column to EventData. AppLocker events arrive in the same table.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent
 */

const SOURCE = 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent';

/** Data whose column has another name. */
const RENAMED = new Map(
  Object.entries<string>({
    // The column has a capital D.
    LogonId: 'LogonID',
  }),
);

const INTEGER_COLUMNS = new Set(['LogonType', 'KeyLength', 'ServiceStartType', 'ErrorCode']);

/** Activity texts of the events that rules name most often; the column is `ID - text`. */
const ACTIVITIES: Readonly<Record<number, string>> = {
  1102: 'The audit log was cleared.',
  4624: 'An account was successfully logged on.',
  4625: 'An account failed to log on.',
  4648: 'A logon was attempted using explicit credentials.',
  4656: 'A handle to an object was requested.',
  4657: 'A registry value was modified.',
  4663: 'An attempt was made to access an object.',
  4688: 'A new process has been created.',
  4697: 'A service was installed in the system.',
  4698: 'A scheduled task was created.',
  4701: 'A scheduled task was disabled.',
  4720: 'A user account was created.',
  5145: 'A network share object was checked to see whether client can be granted desired access.',
};

export function securityEventRow(
  record: EventRecord,
  columns: Readonly<Record<string, string>>,
): TableRow {
  const row: Record<string, unknown> = {};
  let extra = false;
  for (const { name, value } of record.data) {
    const column = name === null ? undefined : (RENAMED.get(name) ?? name);
    if (column === undefined || !Object.hasOwn(columns, column) || SYSTEM_COLUMNS.has(column))
      extra = true;
    else row[column] = INTEGER_COLUMNS.has(column) ? toNumber(value) : value;
  }
  const subject = account(record, 'SubjectDomainName', 'SubjectUserName');
  const target = account(record, 'TargetDomainName', 'TargetUserName');
  const process = datum(record, 'NewProcessName') || datum(record, 'ProcessName');
  return {
    table: 'SecurityEvent',
    origin: 'recorded',
    source: SOURCE,
    row: compact({
      ...row,
      TimeGenerated: record.time,
      Type: 'SecurityEvent',
      SourceSystem: 'OpsManager',
      Computer: record.computer,
      Channel: record.channel,
      EventSourceName: record.provider,
      EventID: record.eventId,
      EventLevelName: levelName(record),
      EventRecordId: record.recordId,
      Keywords: record.keywords,
      Level: String(record.level),
      Opcode: String(record.opcode),
      Task: record.task,
      Version: record.version,
      SystemProcessId: record.processId,
      SystemThreadId: record.threadId,
      SystemUserId: record.userId,
      Activity: ACTIVITIES[record.eventId]
        ? `${record.eventId} - ${ACTIVITIES[record.eventId]}`
        : undefined,
      SubjectAccount: subject,
      TargetAccount: target,
      Account: target ?? subject,
      AccountType: accountType(target ?? subject),
      Process: process ? baseName(process) : undefined,
      EventData: extra
        ? `<EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${dataElements(record)}</EventData>`
        : undefined,
    }),
  };
}

/** Header columns: data of the same name stays in EventData. */
const SYSTEM_COLUMNS = new Set([
  'TimeGenerated',
  'Type',
  'SourceSystem',
  'Computer',
  'Channel',
  'EventSourceName',
  'EventID',
  'EventData',
  'EventLevelName',
  'EventRecordId',
  'Keywords',
  'Level',
  'Opcode',
  'Task',
  'Version',
  'Activity',
  'Account',
  'AccountType',
  'Process',
  'SubjectAccount',
  'TargetAccount',
]);

/** `DOMAIN\name`, joined as the connector does; undefined when the event has no such account. */
function account(record: EventRecord, domain: string, name: string): string | undefined {
  if (!has(record, name)) return undefined;
  const domainName = datum(record, domain);
  return domainName ? `${domainName}\\${datum(record, name)}` : datum(record, name);
}

function accountType(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return name.endsWith('$') ? 'Machine' : 'User';
}
