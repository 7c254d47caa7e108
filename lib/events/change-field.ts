import { ownFieldName } from '@/lib/log-sources';
import { isObject, text } from './read-raw';
import { alignAddresses } from './to-raw';

type Mutable = Record<string, unknown>;

/** The position of a rule's field in `<System>`. */
const SYSTEM_FIELDS = new Map(
  Object.entries<string>({
    EventID: 'EventID',
    Channel: 'Channel',
    EventLog: 'Channel',
    Computer: 'Computer',
    ComputerName: 'Computer',
    Level: 'Level',
    Task: 'Task',
    Opcode: 'Opcode',
    Keywords: 'Keywords',
  }),
);

/** Sysmon's field names, which Sigma uses, and what event 4688 calls them. */
const PROCESS_NAMES = new Map(
  Object.entries<string>({
    Image: 'NewProcessName',
    ParentImage: 'ParentProcessName',
  }),
);

const HASH_FIELDS = new Map(
  Object.entries<string>({
    md5: 'MD5',
    sha1: 'SHA1',
    sha256: 'SHA256',
    Imphash: 'IMPHASH',
  }),
);

/**
 * A copy of a raw event in which one field, by the name a rule uses for it, has another value; null
 * removes the field.
 */
export function changeField(raw: unknown, field: string, value: unknown): unknown {
  const copy: unknown = structuredClone(raw);
  if (!isObject(copy)) return copy;
  if (isObject(copy.Event)) changeRecord(copy.Event as Mutable, field, value);
  else if (isObject(copy.event)) changePath(copy.event as Mutable, field, value);
  else changePath(copy as Mutable, field, value);
  return copy;
}

function changeRecord(event: Mutable, field: string, value: unknown): void {
  const payload = payloadOf(event);
  const system = event.System as Mutable;
  if (!Object.hasOwn(payload, field)) {
    const element = SYSTEM_FIELDS.get(field);
    if (element) {
      set(system, element, value);
      return;
    }
    if (field === 'Provider_Name' && isObject(system.Provider)) {
      const attributes = system.Provider['#attributes'];
      if (isObject(attributes)) (attributes as Mutable).Name = value ?? '';
      return;
    }
    if (field === 'Security_UserID') {
      system.Security = { '#attributes': { UserID: value ?? '' } };
      return;
    }
    if (field === 'Message') {
      set(event, 'RenderingInfo', value === null ? null : { Message: value });
      return;
    }
    const algorithm = HASH_FIELDS.get(field);
    const list = algorithm && 'Hashes' in payload ? 'Hashes' : algorithm ? 'Hash' : undefined;
    if (algorithm && list) {
      const hashes = text(payload[list])
        .split(',')
        .filter((hash) => hash !== '' && !hash.toUpperCase().startsWith(`${algorithm}=`));
      if (value !== null) hashes.push(`${algorithm}=${String(value)}`);
      payload[list] = hashes.join(',');
      return;
    }
  }
  const channel = typeof system.Channel === 'string' ? system.Channel : '';
  set(payload, ownFieldName(channel, field) ?? dataName(payload, field), value);
  if (/^(?:Source|Destination)(?:IsIpv6|Ip)$/.test(field)) {
    alignAddresses(payload, { [field]: value });
  }
}

/** The event's own name for a rule's field: with the spaces that rules drop, or as 4688 spells it. */
function dataName(payload: Mutable, field: string): string {
  if (Object.hasOwn(payload, field)) return field;
  const spaced = Object.keys(payload).find(
    (name) => name.replaceAll(' ', '') === field || name.replaceAll(' ', '_') === field,
  );
  if (spaced) return spaced;
  const own = PROCESS_NAMES.get(field);
  return own && Object.hasOwn(payload, own) ? own : field;
}

function payloadOf(event: Mutable): Mutable {
  if (isObject(event.UserData)) {
    const inner = Object.values(event.UserData).find(isObject);
    if (inner) return inner as Mutable;
  }
  if (!isObject(event.EventData)) event.EventData = {};
  return event.EventData as Mutable;
}

function changePath(event: Mutable, field: string, value: unknown): void {
  const literal = Object.hasOwn(event, field) || !field.includes('.');
  const path = literal ? [field] : field.split('.');
  if (path.some((step) => step === '__proto__' || step === 'constructor')) return;
  let at = event;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    if (!isObject(next)) at[step] = {};
    at = at[step] as Mutable;
  }
  set(at, path[path.length - 1] ?? field, value);
}

function set(target: Mutable, name: string, value: unknown): void {
  if (value === null || value === undefined) delete target[name];
  else target[name] = value;
}

/** A copy of a raw event with every string of its payload replaced: how a keyword is changed. */
export function changeText(raw: unknown, replace: (text: string) => string): unknown {
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return replace(value);
    if (Array.isArray(value)) return value.map(visit);
    if (isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    }
    return value;
  };
  if (!isObject(raw)) return raw;
  if (isObject(raw.Event)) {
    const { System, ...payload } = raw.Event;
    return { ...raw, Event: { System, ...(visit(payload) as object) } };
  }
  return isObject(raw.event) ? { ...raw, event: visit(raw.event) } : visit(raw);
}
