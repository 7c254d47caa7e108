import {
  type EventForm,
  type EventLog,
  eventForms,
  eventLogOf,
  type LogSourceName,
  type UsualValues,
  userDataOf,
  usualValuesOf,
} from '@/lib/log-sources';
import { ownValue, setOwnValue } from '@/lib/own-value';

/** Values by Sigma field name; null removes a field that the log source's events normally have. */
export type FieldValues = Readonly<Record<string, unknown>>;

const TIME = '2026-01-01T12:00:00.000Z';
const NO_VALUES: UsualValues = {};

/**
 * A raw event of a log source with the given field values and everyday values for the rest, in the form
 * that `toSigmaEvents` reads. A value of null leaves the field out. Used to construct events from
 * rules; never evidence of what a real sensor writes.
 */
export function toRaw(logsource: LogSourceName, fields: FieldValues): unknown {
  const { product, category, service } = logsource;
  const isWindows = product === 'windows';
  if (category !== null && (isWindows || service === null)) {
    const form = bestForm(eventForms(logsource), fields);
    if (form) return eventRaw(form.log, form.eventId, fields, form.usual);
  }
  if (category === null) {
    const log = eventLogOf(logsource) ?? (isWindows && service ? unknownChannel(service) : null);
    const eventId = Number(fields.EventID) || 1;
    if (log) return eventRaw(log, eventId, fields, log.usual.get(eventId) ?? NO_VALUES);
  }
  const own = { product, category, service };
  if (isWindows) return { logsource: own, event: { ...fields } };
  return {
    logsource: own,
    event: {
      ...unflatten({ ...usualValuesOf(logsource), ...fields }),
      ...(hasTime(fields) ? {} : { time: TIME }),
    },
  };
}

/** A service that `content/` does not know is treated as a channel name. */
function unknownChannel(service: string): EventLog {
  const provider = service.split('/')[0] ?? service;
  return {
    product: 'windows',
    channel: service,
    channels: [service],
    provider,
    providerGuid: '',
    renames: new Map(),
    usual: new Map(),
  };
}

function hasTime(fields: FieldValues): boolean {
  return ['eventTime', 'time', 'timestamp', '@timestamp', 'TimeGenerated', 'published'].some(
    (name) => Object.hasOwn(fields, name),
  );
}

/** The event of a category: the one that the fields require, else the one with most of the fields. */
function bestForm(forms: readonly EventForm[], fields: FieldValues): EventForm | null {
  let best: EventForm | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const form of forms) {
    const points = pointsOf(form, fields);
    if (points > most) {
      best = form;
      most = points;
    }
  }
  return best;
}

function pointsOf({ eventId, usual, types }: EventForm, fields: FieldValues): number {
  let points = Object.keys(fields).filter((name) => Object.hasOwn(usual, name)).length;
  if (Number(fields.EventID) === eventId) points += 100;
  if (fields.EventType !== undefined && !types.has(String(fields.EventType))) points -= 50;
  return points;
}

const EVENT_LOG = 'Microsoft-Windows-Eventlog';

/** Header fields, by the names that rules use. */
const HEADER = new Set([
  'EventID',
  'Channel',
  'EventLog',
  'Provider_Name',
  'Computer',
  'ComputerName',
  'Level',
  'Task',
  'Opcode',
  'Keywords',
  'Version',
  'EventRecordID',
  'Security_UserID',
  'Message',
  // Sigma events have these fields next to Hashes.
  'md5',
  'sha1',
  'sha256',
  'Imphash',
]);

function eventRaw(
  log: EventLog,
  eventId: number,
  fields: FieldValues,
  usual: UsualValues,
): unknown {
  const header = (name: string, fallback: unknown): unknown => ownValue(fields, name) ?? fallback;
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ ...usual, ...fields })) {
    if (value === null || value === undefined) continue;
    // Sysmon's own fields override header fields: event 4 has a Version of its own.
    if (HEADER.has(name) && !Object.hasOwn(usual, name)) continue;
    setOwnValue(data, log.renames.get(name) ?? name, value);
  }
  alignAddresses(data, fields);
  const provided = String(header('Provider_Name', log.provider));
  // UserData names the Channel that was cleared; the event itself is in another channel.
  const clears = provided === EVENT_LOG && fields.Channel !== undefined;
  if (clears) data.Channel = fields.Channel;
  const usedChannel = clears
    ? log.channel
    : String(header('Channel', header('EventLog', log.channel)));
  const element = provided === EVENT_LOG ? 'LogFileCleared' : userDataOf(usedChannel);
  const message = fields.Message;
  return {
    Event: {
      System: {
        Provider: {
          '#attributes': { Name: provided, Guid: log.providerGuid },
        },
        EventID: header('EventID', eventId),
        Version: Object.hasOwn(usual, 'Version') ? 3 : header('Version', 3),
        Level: header('Level', 4),
        Task: header('Task', 0),
        Opcode: header('Opcode', 0),
        Keywords: header('Keywords', '0x8000000000000000'),
        TimeCreated: { '#attributes': { SystemTime: TIME } },
        EventRecordID: header('EventRecordID', 1001),
        Execution: { '#attributes': { ProcessID: 3200, ThreadID: 3300 } },
        Channel: usedChannel,
        Computer: header('Computer', header('ComputerName', 'workstation.office.test')),
        Security: { '#attributes': { UserID: header('Security_UserID', 'S-1-5-18') } },
      },
      ...(element ? { UserData: { [element]: data } } : { EventData: data }),
      ...(typeof message === 'string' ? { RenderingInfo: { Message: message } } : {}),
    },
  };
}

/**
 * Sysmon records whether each address is IPv6. Keeps the flag consistent with the address, unless
 * `given` sets it.
 */
export function alignAddresses(data: Record<string, unknown>, given: FieldValues): void {
  for (const side of ['Source', 'Destination']) {
    const flag = data[`${side}IsIpv6`];
    const address = data[`${side}Ip`];
    if (flag === undefined || typeof address !== 'string') continue;
    const isIpv6 = String(flag).toLowerCase() === 'true';
    if (isIpv6 === address.includes(':')) continue;
    if (!Object.hasOwn(given, `${side}IsIpv6`)) {
      data[`${side}IsIpv6`] = String(!isIpv6);
      continue;
    }
    data[`${side}Ip`] = isIpv6 ? '2001:db8::9' : '10.10.4.9';
  }
}

const MAX_PATH = 12;

/** `{'userIdentity.type': 'Root'}` as nested JSON. */
function unflatten(fields: FieldValues): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    const path = name.split('.').slice(0, MAX_PATH);
    let at = root;
    let placed = true;
    for (const step of path.slice(0, -1)) {
      const next = ownValue(at, step);
      if (next === undefined) {
        const made: Record<string, unknown> = {};
        setOwnValue(at, step, made);
        at = made;
      } else if (typeof next === 'object' && next !== null && !Array.isArray(next)) {
        at = next as Record<string, unknown>;
      } else {
        placed = false;
        break;
      }
    }
    const last = path[path.length - 1] ?? name;
    if (placed) setOwnValue(at, last, asJson(value));
  }
  return root;
}

/** Rules quote truth values; JSON logs do not. */
function asJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(?:true|false)$/i.test(value)) return value;
  return value.toLowerCase() === 'true';
}
