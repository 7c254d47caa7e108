import type { ServiceEntry } from './file-schema';
import type { Written, WrittenProduct } from './read-entries';
import { alike, eventLog, ownFacts, usualValues } from './resolve-facts';
import type { EventLog, LogSourceFacts, RecordedIn, UsualValues } from './types';

/** An event of a service: its fields in order, and the values that a constructed one has. */
export interface KnownEvent {
  readonly fields: readonly string[];
  readonly usual: UsualValues;
}

export interface ResolvedService {
  readonly facts: LogSourceFacts;
  readonly events: ReadonlyMap<number, KnownEvent>;
}

export type WrittenProducts = ReadonlyMap<string | null, WrittenProduct>;

/** `windows/sysmon`: how entries refer to each other. */
export function entryKey(product: string | null, name: string): string {
  return `${product ?? ''}/${name}`;
}

/** All services by `entryKey`, each completed from the entry in its `like`. */
export function resolveServices(products: WrittenProducts): Map<string, ResolvedService> {
  const written = new Map<string, { product: string | null; service: Written<ServiceEntry> }>();
  for (const [product, { services }] of products) {
    for (const [name, service] of services)
      written.set(entryKey(product, name), { product, service });
  }
  const resolved = new Map<string, ResolvedService>();
  const open = new Set<string>();
  const resolve = (key: string): ResolvedService | null => {
    const known = resolved.get(key);
    const one = written.get(key);
    if (known || !one) return known ?? null;
    const { entry, report } = one.service;
    open.add(key);
    const base = entry.like && !open.has(entry.like) ? resolve(entry.like) : null;
    open.delete(key);
    if (entry.like && !base) report(['like'], `there is no other service named '${entry.like}'`);
    const made = resolveService(one.product, one.service, base);
    resolved.set(key, made);
    return made;
  };
  for (const key of written.keys()) resolve(key);
  return resolved;
}

function resolveService(
  product: string | null,
  written: Written<ServiceEntry>,
  base: ResolvedService | null,
): ResolvedService {
  const { entry } = written;
  const meanings = new Map<string, string>(base?.facts.meanings);
  const events = new Map<number, KnownEvent>();
  for (const [id, { fields, usual }] of base?.events ?? []) {
    events.set(id, { fields, usual: usualValues(fields, [usual, entry.values]) });
  }
  for (const [id, event] of Object.entries(entry.events ?? {})) {
    const known = typeof event === 'string' ? { means: event } : event;
    if (known.means) meanings.set(id, known.means);
    if (known.fields) {
      const usual = usualValues(known.fields, [entry.values, known.values]);
      events.set(Number(id), { fields: known.fields, usual });
    }
  }
  const own = ownFacts(written);
  const facts = base ? alike(own, base.facts) : own;
  const usual = new Map([...events].map(([id, event]) => [id, event.usual]));
  const log = product === null ? null : eventLog(product, entry, usual);
  return {
    events,
    facts: {
      ...facts,
      recordedIn: log ? [recordedBy(log, [], fieldsOf(entry, events))] : [],
      // A service with events takes its values from them and has no form of its own.
      usual: events.size > 0 ? {} : facts.usual,
      meanings,
      program: entry.program ?? null,
      log,
    },
  };
}

/** The fields of all events of a service; null unless it says that it lists them. */
function fieldsOf(
  { complete, fields = [] }: ServiceEntry,
  known: ReadonlyMap<number, KnownEvent>,
): ReadonlySet<string> | null {
  return complete
    ? new Set([...fields, ...[...known.values()].flatMap((one) => one.fields)])
    : null;
}

/** The events of a log with these ids and fields. */
export function recordedBy(
  { channels, provider }: EventLog,
  eventIds: readonly number[],
  fields: ReadonlySet<string> | null,
): RecordedIn {
  return { channels, provider, eventIds, fields };
}
