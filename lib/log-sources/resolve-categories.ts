import type { CategoryEntry } from './file-schema';
import { nameOn } from './name-on';
import { NO_PRODUCT, type Written } from './read-entries';
import type { Recording } from './recordings';
import { alike, eventLog, inherit, ownFacts, union } from './resolve-facts';
import {
  entryKey,
  type ResolvedService,
  recordedBy,
  type WrittenProducts,
} from './resolve-services';
import type { EventForm, LogSourceFacts, RecordedIn, UsualValues } from './types';

type Recordings = ReadonlyMap<string, readonly Recording[]>;

interface Context {
  readonly products: WrittenProducts;
  readonly recordings: Recordings;
  readonly typesOf: (service: ResolvedService, eventId: number) => readonly string[];
  readonly resolved: Map<string, LogSourceFacts>;
  /** Entries being resolved, to detect a cycle of `like`. */
  readonly open: Set<string>;
}

/** All categories by `entryKey`: their own facts, then what the category means on any product. */
export function resolveCategories(
  products: WrittenProducts,
  recordings: Recordings,
): Map<string, LogSourceFacts> {
  const context: Context = {
    products,
    recordings,
    typesOf: eventTypes(recordings),
    resolved: new Map(),
    open: new Set(),
  };
  for (const [product, { categories }] of products) {
    for (const name of categories.keys()) resolveCategory(product, name, context);
  }
  return context.resolved;
}

/** The values that EventType may have in an event, from the categories that require one. */
function eventTypes(recordings: Recordings) {
  const all = [...recordings.values()].flat().filter(({ field }) => field === 'EventType');
  return (service: ResolvedService, eventId: number): string[] =>
    all
      .filter((one) => one.service === service && one.eventIds.includes(eventId))
      .flatMap(({ values }) => values);
}

function resolveCategory(
  product: string | null,
  name: string,
  context: Context,
): LogSourceFacts | null {
  const key = entryKey(product, name);
  const known = context.resolved.get(key);
  const written = context.products.get(product)?.categories.get(name);
  if (known || !written || context.open.has(key)) return known ?? null;
  context.open.add(key);
  const recordings = context.recordings.get(key) ?? [];
  const recorded = withEvents(product, written, recordings, context.typesOf);
  const like = likeness(written, context);
  const facts = generic(product, name, like ? alike(recorded, like) : recorded, context);
  context.resolved.set(key, facts);
  return facts;
}

function likeness(
  { entry, report }: Written<CategoryEntry>,
  context: Context,
): LogSourceFacts | null {
  if (!entry.like) return null;
  const [product = '', name = ''] = entry.like.split('/');
  const found = resolveCategory(product, name, context);
  if (!found) report(['like'], `there is no other category named '${entry.like}'`);
  return found;
}

function generic(
  product: string | null,
  name: string,
  own: LogSourceFacts,
  context: Context,
): LogSourceFacts {
  const base = product === NO_PRODUCT ? null : resolveCategory(NO_PRODUCT, name, context);
  if (!base) return own;
  const called = context.products.get(product)?.header.name ?? product ?? '';
  return inherit(own, { ...base, name: base.name && nameOn(base.name, called) });
}

/** Adds the category's own log, or the fields and forms of the events that record it. */
function withEvents(
  product: string | null,
  written: Written<CategoryEntry>,
  recordings: readonly Recording[],
  typesOf: (service: ResolvedService, eventId: number) => readonly string[],
): LogSourceFacts {
  const own = ownFacts(written);
  const log = product === NO_PRODUCT ? null : eventLog(product, written.entry, new Map());
  if (log) {
    return { ...own, log, forms: [{ log, eventId: 1, usual: own.usual, types: new Set() }] };
  }
  const recordedIn = recordings.flatMap(recordedInOf);
  const recording = recordings.find(({ isForm }) => isForm);
  if (!recording) return { ...own, recordedIn };
  const { facts, events } = recording.service;
  const forms = recording.eventIds.flatMap((id) =>
    formsOf(recording, id, events.get(id)?.usual ?? {}, typesOf(recording.service, id)),
  );
  const recorded = recording.eventIds.flatMap((id) => events.get(id)?.fields ?? []);
  return {
    ...own,
    fields: union(own.fields, recorded.length > 0 ? new Set(recorded) : null),
    vocabularies: new Map([...facts.vocabularies, ...own.vocabularies]),
    usual: forms[0]?.usual ?? own.usual,
    forms,
    recordedIn,
  };
}

function recordedInOf({ service, eventIds }: Recording): RecordedIn[] {
  const { log } = service.facts;
  if (!log) return [];
  const known = eventIds.map((id) => service.events.get(id)?.fields);
  const fields = known.every((one) => one !== undefined) ? new Set(known.flat()) : null;
  return [recordedBy(log, eventIds, fields)];
}

/** One form for each value that the category needs in its deciding field. */
function formsOf(
  { service, field, values }: Recording,
  eventId: number,
  usual: UsualValues,
  conditional: readonly string[],
): EventForm[] {
  const { log } = service.facts;
  if (!log) return [];
  const own = usual.EventType;
  const types = new Set(own === undefined ? conditional : [...conditional, String(own)]);
  if (field === null) return [{ log, eventId, usual, types }];
  return values.map((value) => ({ log, eventId, usual: { ...usual, [field]: value }, types }));
}
