import { ownValue } from '@/lib/own-value';
import type { DataValue, EventRecord, RawEvent } from './types';

/*
 * Raw events come in three shapes: EVTX as JSON (`{Event: {System, EventData | UserData}}`, as the
 * `evtx` converters write it, attributes under `#attributes`), the same flattened
 * (`{EventID, Channel, ...}`), and any other log's JSON inside an envelope that names its log source
 * (`{logsource: {product, category, service}, event: {...}}`).
 */

type Json = Readonly<Record<string, unknown>>;

/** Limits for hostile input: a real event is a few kilobytes, not a tree of thousands of nodes. */
const MAX_VALUES = 2_000;
const MAX_TEXT = 256_000;

/** The event in `raw`, or null when `raw` has none of the three shapes. */
export function readRaw(raw: unknown): RawEvent | null {
  if (!isObject(raw)) return null;
  if (isObject(raw.Event) && isObject(raw.Event.System)) {
    return { kind: 'record', record: readEvent(raw.Event) };
  }
  if (isObject(raw.logsource) && isObject(raw.event)) {
    return {
      kind: 'source',
      source: {
        product: text(raw.logsource.product) || null,
        category: text(raw.logsource.category) || null,
        service: text(raw.logsource.service) || null,
        event: raw.event,
      },
    };
  }
  if (raw.EventID !== undefined && (raw.Channel !== undefined || raw.Provider_Name !== undefined)) {
    return { kind: 'record', record: readFlat(raw) };
  }
  return null;
}

function readEvent(event: Json): EventRecord {
  const system = event.System as Json;
  const userData = isObject(event.UserData) ? event.UserData : null;
  const element = userData ? Object.keys(userData).find((key) => !isAttribute(key)) : undefined;
  const payload = element !== undefined ? userData?.[element] : event.EventData;
  return {
    provider: attribute(system.Provider, 'Name'),
    providerGuid: braced(attribute(system.Provider, 'Guid')),
    channel: text(system.Channel),
    eventId: number(system.EventID),
    computer: text(system.Computer),
    time: isoTime(attribute(system.TimeCreated, 'SystemTime')),
    level: number(system.Level),
    task: number(system.Task),
    opcode: number(system.Opcode),
    version: number(system.Version),
    keywords: text(system.Keywords),
    recordId: text(system.EventRecordID),
    processId: number(attribute(system.Execution, 'ProcessID')),
    threadId: number(attribute(system.Execution, 'ThreadID')),
    userId: attribute(system.Security, 'UserID'),
    data: readData(payload),
    userData: element ?? null,
    message: isObject(event.RenderingInfo) ? text(event.RenderingInfo.Message) || null : null,
  };
}

const FLAT_SYSTEM = new Set([
  'EventID',
  'Channel',
  'Provider_Name',
  'Provider_Guid',
  'Computer',
  'TimeCreated',
  'Level',
  'Task',
  'Opcode',
  'Version',
  'Keywords',
  'EventRecordID',
  'Execution_ProcessID',
  'Execution_ThreadID',
  'Security_UserID',
  'Message',
]);

function readFlat(flat: Json): EventRecord {
  const payload = Object.fromEntries(Object.entries(flat).filter(([key]) => !FLAT_SYSTEM.has(key)));
  return {
    provider: text(flat.Provider_Name),
    providerGuid: braced(text(flat.Provider_Guid)),
    channel: text(flat.Channel),
    eventId: number(flat.EventID),
    computer: text(flat.Computer),
    time: isoTime(text(flat.TimeCreated)),
    level: number(flat.Level),
    task: number(flat.Task),
    opcode: number(flat.Opcode),
    version: number(flat.Version),
    keywords: text(flat.Keywords),
    recordId: text(flat.EventRecordID),
    processId: number(flat.Execution_ProcessID),
    threadId: number(flat.Execution_ThreadID),
    userId: text(flat.Security_UserID),
    data: readData(payload),
    userData: null,
    message: text(flat.Message) || null,
  };
}

function readData(payload: unknown): DataValue[] {
  const values: DataValue[] = [];
  const add = (name: string | null, value: unknown): void => {
    if (values.length >= MAX_VALUES || value === undefined) return;
    if (Array.isArray(value)) {
      for (const item of value) add(name, item);
    } else if (isObject(value)) {
      if ('#text' in value) add(name, value['#text']);
      else for (const [key, inner] of Object.entries(value)) if (!isAttribute(key)) add(key, inner);
    } else {
      values.push({ name, value: xmlValue(name, value) });
    }
  };
  if (!isObject(payload)) return values;
  for (const [key, value] of Object.entries(payload)) {
    if (isAttribute(key)) continue;
    if (key === 'Data') addUnnamed(value, add);
    else add(key, value);
  }
  return values;
}

/** `<Data>` without a name, or the list form `[{"@Name": "Image", "#text": "..."}]`. */
function addUnnamed(value: unknown, add: (name: string | null, value: unknown) => void): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    const name = isObject(item)
      ? text(
          item['@Name'] ?? (isObject(item['#attributes']) ? item['#attributes'].Name : undefined),
        )
      : '';
    add(name || null, item);
  }
}

/**
 * The text in the event's XML. EVTX to JSON converters drop the braces of GUID values,
 * which the XML, and so every product that reads it, has.
 */
function xmlValue(name: string | null, value: unknown): string {
  const plain = text(value);
  return name !== null && /guid$/i.test(name) ? braced(plain) : plain;
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function braced(value: string): string {
  return GUID.test(value) ? `{${value.toLowerCase()}}` : value;
}

function attribute(value: unknown, name: string): string {
  if (!isObject(value)) return '';
  const attributes = isObject(value['#attributes']) ? value['#attributes'] : value;
  return text(ownValue(attributes, name) ?? ownValue(attributes, `@${name}`));
}

function isAttribute(key: string): boolean {
  return key === '#attributes' || key === 'xmlns' || key.startsWith('@');
}

function isoTime(value: string): string | null {
  if (!value) return null;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function number(value: unknown): number {
  const inner = isObject(value) ? value['#text'] : value;
  // Of an object, JavaScript would call what an event names toString.
  const parsed = typeof inner === 'string' || typeof inner === 'number' ? Number(inner) : 0;
  return Number.isFinite(parsed) ? parsed : 0;
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  if (isObject(value) && '#text' in value) return text(value['#text']);
  return '';
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
