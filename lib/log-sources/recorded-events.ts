import type { ReportAt } from '@/lib/yaml-file';
import type { Recording } from './recordings';
import { entryKey, type ResolvedService, type WrittenProducts } from './resolve-services';
import type { EventSources, LogSourceFacts, LogSourceName, RecordedEvents } from './types';

interface Recorded {
  readonly source: LogSourceName;
  readonly recording: Recording;
}

interface Indexes {
  readonly byChannel: Map<string, RecordedEvents>;
  readonly byProvider: Map<string, RecordedEvents>;
  readonly userData: Map<string, string>;
}

/** The log sources of each event id of a channel or provider. */
export function indexRecordedEvents(
  products: WrittenProducts,
  services: ReadonlyMap<string, ResolvedService>,
  categories: ReadonlyMap<string, LogSourceFacts>,
  recordings: ReadonlyMap<string, readonly Recording[]>,
): Indexes {
  const indexes: Indexes = { byChannel: new Map(), byProvider: new Map(), userData: new Map() };
  const byService = recordedByService(products, recordings);
  for (const [product, written] of products) {
    for (const [name, { entry, report }] of written.services) {
      const service = services.get(entryKey(product, name));
      const log = service?.facts.log;
      if (!service || !log) continue;
      const own = [name, ...(entry.aliases ?? [])].map((one) => ({
        product,
        category: null,
        service: one,
      }));
      const events = { log, ...eventSources(byService.get(service) ?? [], own) };
      addChannels(entry.channels ?? [], events, indexes, report);
      if (entry.userData) {
        for (const channel of entry.channels ?? []) indexes.userData.set(channel, entry.userData);
      }
      if (entry.knownBy === 'provider') indexes.byProvider.set(log.provider, events);
    }
    for (const [name, { entry, report }] of written.categories) {
      const log = categories.get(entryKey(product, name))?.log;
      if (!log) continue;
      const events = { log, ...eventSources([], [{ product, category: name, service: null }]) };
      addChannels(entry.channels ?? [], events, indexes, report);
    }
  }
  return indexes;
}

function addChannels(
  channels: readonly string[],
  events: RecordedEvents,
  { byChannel }: Indexes,
  report: ReportAt,
): void {
  for (const [at, channel] of channels.entries()) {
    if (byChannel.has(channel)) report(['channels', at], `another entry already has '${channel}'`);
    else byChannel.set(channel, events);
  }
}

function recordedByService(
  products: WrittenProducts,
  recordings: ReadonlyMap<string, readonly Recording[]>,
): Map<ResolvedService, Recorded[]> {
  const found = new Map<ResolvedService, Recorded[]>();
  for (const [product, { categories }] of products) {
    for (const category of categories.keys()) {
      for (const recording of recordings.get(entryKey(product, category)) ?? []) {
        const list = found.get(recording.service) ?? [];
        found.set(recording.service, list);
        list.push({ source: { product, category, service: null }, recording });
      }
    }
  }
  return found;
}

/** By event id: its categories, unconditional ones first, then the service's own names. */
function eventSources(
  recorded: readonly Recorded[],
  own: readonly LogSourceName[],
): { byId: Map<number, EventSources>; other: EventSources } {
  const byId = new Map<number, EventSources>();
  for (const id of new Set(recorded.flatMap(({ recording }) => recording.eventIds))) {
    const here = recorded.filter(({ recording }) => recording.eventIds.includes(id));
    const always = here
      .filter(({ recording }) => recording.field === null)
      .map(({ source }) => source);
    const depending = here.filter(({ recording }) => recording.field !== null);
    const values = new Set(depending.flatMap(({ recording }) => recording.values));
    const byValue = new Map(
      [...values].map((value) => {
        const more = depending.filter(({ recording }) => recording.values.includes(value));
        return [value, [...always, ...more.map(({ source }) => source), ...own]] as const;
      }),
    );
    const field = depending[0]?.recording.field ?? null;
    for (const { recording } of depending) {
      if (recording.field !== field) {
        recording.report(['when'], `another category decides on event ${id} by ${field}`);
      }
    }
    byId.set(id, { field, byValue, otherwise: [...always, ...own] });
  }
  return { byId, other: { field: null, byValue: new Map(), otherwise: own } };
}
