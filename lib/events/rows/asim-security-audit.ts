import type { EventRecord, TableRow } from '../types';
import { compact, datum } from '../windows/record';
import { escapeXml } from '../windows/xml';
import { account, header, PARSERS, recorded } from './asim-security-columns';
import { resolveDevice } from './device-name';

const SOURCE = `${PARSERS}/ASimAuditEvent/Parsers/vimAuditEventMicrosoftSecurityEvents.yaml`;

type Kind = readonly [operation: string, type: string, objectType: string, object?: string];

/** The parser's table of events. */
const KINDS: Readonly<Record<number, Kind>> = {
  1102: ['Delete Logs', 'Delete', 'Event Log', 'Security Logs'],
  4698: ['Create Scheduled Task', 'Create', 'Scheduled Task'],
  4699: ['Delete Scheduled Task', 'Delete', 'Scheduled Task'],
  4700: ['Enable Scheduled Task', 'Enable', 'Scheduled Task'],
  4701: ['Disable Scheduled Task ', 'Disable', 'Scheduled Task'],
  4702: ['Update Scheduled Task', 'Set', 'Scheduled Task'],
  5025: ['Stop Firewall Service', 'Disable', 'Service', 'Firewall Service'],
  5136: ['Modified Directory Services Object', 'Set', 'Directory Service Object'],
};

/** The audit event that ASIM's parser makes of an event of the Security log; null for other events. */
export function auditRow(record: EventRecord): TableRow | null {
  const kind = KINDS[record.eventId];
  if (!kind) return null;
  const [operation, type, objectType, object] = kind;
  const actor = account(record, 'SubjectDomainName', 'SubjectUserName');
  const device = resolveDevice(record.computer);
  const newValue = value(record, 'TaskContent', 'TaskContentNew', 'AttributeValue');
  return recorded(
    '_Im_AuditEvent',
    SOURCE,
    compact({
      ...header(record, 'AuditEvent', type),
      ...device,
      Dvc: device.DvcFQDN,
      Operation: operation,
      Object: object ?? value(record, 'TaskName', 'ObjectDN'),
      ObjectType: objectType,
      NewValue: newValue,
      Value: newValue,
      ActorUserId: datum(record, 'SubjectUserSid'),
      ActorSessionId: datum(record, 'SubjectLogonId'),
      ActorUsername: actor,
      ActingAppType: 'Process',
      User: actor,
    }),
  );
}

/**
 * The first of the fields that the event has. The parser cuts it from the XML of EventData without
 * unescaping it, and without braces at its ends.
 */
function value(record: EventRecord, ...names: string[]): string {
  const found = names.map((name) => datum(record, name)).find((text) => text !== '') ?? '';
  return escapeXml(found).replace(/^\{/, '').replace(/\}$/, '');
}
