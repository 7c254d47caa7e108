import type { ReportAt } from '@/lib/yaml-file';
import type { CategoryEntry, RecordedAs } from './file-schema';
import type { Written } from './read-entries';
import { entryKey, type ResolvedService, type WrittenProducts } from './resolve-services';

/** Events of a service that record a category. */
export interface Recording {
  readonly service: ResolvedService;
  readonly eventIds: readonly number[];
  /** The field and values that an event must have, or null when every event with the ids counts. */
  readonly field: string | null;
  readonly values: readonly string[];
  /** false: the service uses field names of its own, so events are not constructed in this form. */
  readonly isForm: boolean;
  readonly report: ReportAt;
}

/** The events that record each category, by its `entryKey`, in the order of the files. */
export function readRecordings(
  products: WrittenProducts,
  services: ReadonlyMap<string, ResolvedService>,
): Map<string, Recording[]> {
  const found = new Map<string, Recording[]>();
  for (const [product, { categories }] of products) {
    for (const [name, written] of categories) {
      found.set(entryKey(product, name), recordingsOf(product, written, services));
    }
  }
  return found;
}

function recordingsOf(
  product: string | null,
  written: Written<CategoryEntry>,
  services: ReadonlyMap<string, ResolvedService>,
): Recording[] {
  const { entry } = written;
  const places: { path: PropertyKey[]; recorded: RecordedAs; isForm: boolean }[] = [];
  if (entry.eventIds && !entry.channels) {
    const recorded = { log: entry.log, when: entry.when, eventIds: entry.eventIds };
    places.push({ path: [], recorded, isForm: true });
  }
  for (const [at, recorded] of (entry.alsoIn ?? []).entries()) {
    places.push({ path: ['alsoIn', at], recorded, isForm: false });
  }
  return places.flatMap(({ path, recorded, isForm }) => {
    const key = logKey(product, recorded.log, written.fileServices);
    const service = key === null ? undefined : services.get(key);
    if (!service?.facts.log) {
      const why =
        key === null
          ? 'the file must have exactly one service, or the entry must name a log'
          : `no service '${key}' has channels`;
      written.report([...path, recorded.log ? 'log' : 'eventIds'], why);
      return [];
    }
    const [condition, ...more] = Object.entries(recorded.when ?? {});
    if (more.length > 0) written.report([...path, 'when'], 'can name only one field');
    const values = condition ? [condition[1]].flat() : [];
    const field = condition?.[0] ?? null;
    const report: ReportAt = (below, why) => written.report([...path, ...below], why);
    return [{ service, eventIds: recorded.eventIds, field, values, isForm, report }];
  });
}

function logKey(
  product: string | null,
  log: string | undefined,
  fileServices: readonly string[],
): string | null {
  const named = log ?? (fileServices.length === 1 ? fileServices[0] : undefined);
  if (named === undefined) return null;
  return named.includes('/') ? named : entryKey(product, named);
}
