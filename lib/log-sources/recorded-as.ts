import { categoryFacts, currentLogSources, serviceFacts } from './current-log-sources';
import type {
  EventForm,
  EventLog,
  EventSources,
  LogSourceName,
  RecordedIn,
  UsualValues,
} from './types';

const NO_VALUES: UsualValues = {};
const NO_FORMS: readonly EventForm[] = [];

/**
 * The log sources of a Windows XML event, by its provider or channel; null when neither is known. If
 * `field` is set, they depend on that field's value.
 */
export function eventSources(
  provider: string,
  channel: string,
  eventId: number,
): EventSources | null {
  const { byProvider, byChannel } = currentLogSources();
  const log = byProvider.get(provider) ?? byChannel.get(channel);
  return log ? (log.byId.get(eventId) ?? log.other) : null;
}

/** The category that events of one id belong to in a service; null if there is none. */
export function eventCategory(product: string, service: string, eventId: number): string | null {
  const log = currentLogSources().products.get(product)?.services.get(service)?.log;
  const sources = log && eventSources(log.provider, log.channel, eventId);
  return sources?.otherwise.findLast(({ category }) => category !== null)?.category ?? null;
}

/** The events of its own product that record a category, the usual one first. */
export function eventForms(logsource: LogSourceName): readonly EventForm[] {
  const { product } = logsource;
  const forms = categoryFacts(logsource)?.forms ?? NO_FORMS;
  return product === null || forms[0]?.log.product === product ? forms : NO_FORMS;
}

/** The Windows event logs that record a category, or the log of a service; none if unknown. */
export function recordedIn(logsource: LogSourceName): readonly RecordedIn[] {
  const facts = logsource.category === null ? serviceFacts(logsource) : categoryFacts(logsource);
  return facts?.recordedIn ?? [];
}

/** The fields of the events that make up a log source; null if not all of them are known. */
export function recordedFields(logsource: LogSourceName): ReadonlySet<string> | null {
  const lists = recordedIn(logsource).flatMap(({ fields }) => (fields ? [fields] : []));
  const [only] = lists;
  if (lists.length === 1 && only) return only;
  return lists.length === 0 ? null : new Set(lists.flatMap((fields) => [...fields]));
}

/** The event log of a service, or the default log of a product. */
export function eventLogOf({ product, service }: LogSourceName): EventLog | null {
  const known = product === null ? undefined : currentLogSources().products.get(product);
  if (!known) return null;
  const facts = service === null ? known.service : known.services.get(service);
  return facts?.log ?? null;
}

/** The element of UserData that the events of a channel use; null when they use EventData. */
export function userDataOf(channel: string): string | null {
  return currentLogSources().userData.get(channel) ?? null;
}

/** The log's own name for a field of a rule: Defender's `ThreatName` is `Threat Name`. */
export function ownFieldName(channel: string, field: string): string | null {
  return currentLogSources().byChannel.get(channel)?.log.renames.get(field) ?? null;
}

/** Field → value of a typical event, for logs other than Windows event logs. */
export function usualValuesOf(logsource: LogSourceName): UsualValues {
  return (categoryFacts(logsource) ?? serviceFacts(logsource))?.usual ?? NO_VALUES;
}

/** The program at the start of a syslog line; null if unknown. */
export function syslogProgram({ product, service }: LogSourceName): string | null {
  const known = product === null ? undefined : currentLogSources().products.get(product);
  return (service === null ? known?.program : known?.services.get(service)?.program) ?? null;
}
