import type { ReportAt } from '@/lib/yaml-file';
import type { ActivityEntry, CategoryEntry, ServiceEntry, VocabularyEntry } from './file-schema';
import type { Written } from './read-entries';
import type {
  Activity,
  EventLog,
  Keywords,
  LogSourceFacts,
  UsualValues,
  Vocabulary,
} from './types';

const DEFAULT_KEYWORD_FIELDS = ['message'];

/** The facts that an entry states, in resolved form. */
export function ownFacts({ entry, report }: Written<CategoryEntry | ServiceEntry>): LogSourceFacts {
  const names = [...(entry.fields ?? []), ...Object.keys(entry.values ?? {})];
  return {
    name: entry.name ?? null,
    kind: entry.kind ?? null,
    activity: activityOf(entry),
    keywords: entry.keywords ? keywordsOf(entry.keywords) : null,
    fields: entry.fields ? new Set(names) : null,
    usual: usualValues(names, [entry.values]),
    vocabularies: vocabulariesOf(entry.vocabularies ?? [], report),
    program: null,
    meanings: new Map(),
    log: null,
    forms: [],
    recordedIn: [],
  };
}

/** Field → value, in the order of the fields. Later layers override earlier ones. */
export function usualValues(
  fields: readonly string[],
  layers: readonly (UsualValues | undefined)[],
): UsualValues {
  const values: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    for (const layer of layers) {
      const value = layer && Object.hasOwn(layer, field) ? layer[field] : undefined;
      if (value !== undefined) values[field] = value;
    }
  }
  return values;
}

export function keywordsOf(written: NonNullable<ServiceEntry['keywords']>): Keywords {
  return {
    fields: written.fields ?? DEFAULT_KEYWORD_FIELDS,
    between: written.between ?? ' ',
    before: written.before ?? '',
  };
}

function activityOf({ activity, event, text }: CategoryEntry | ServiceEntry): Activity | null {
  if (activity) return spokenActivity(activity);
  if (!event) return null;
  return toldByNoun(event, text);
}

/** An event without a verb: `an alert whose …`. */
export function toldByNoun(noun: string, text?: string): Activity {
  return { subject: { fields: [], noun }, verb: '', objects: [], ...(text ? { text } : {}) };
}

function spokenActivity({ subject, verb, implied, objects }: ActivityEntry): Activity {
  return {
    subject: subject ?? { fields: ['Image'], noun: 'process' },
    verb,
    ...(implied ? { implied } : {}),
    objects: (objects ?? []).map(({ fields, noun, before = '', without, exact }) => ({
      fields,
      before,
      noun,
      without: without ?? (before === '' ? `a ${noun}` : ''),
      ...(exact ? { exact } : {}),
    })),
  };
}

function vocabulariesOf(
  written: readonly VocabularyEntry[],
  report: ReportAt,
): ReadonlyMap<string, Vocabulary> {
  const found = new Map<string, Vocabulary>();
  for (const [at, one] of written.entries()) {
    const vocabulary: Vocabulary = {
      words: one.words ?? [],
      open: one.open ?? one.words === undefined,
      pattern:
        one.pattern === undefined
          ? null
          : regex(one.pattern, (why) => report(['vocabularies', at, 'pattern'], why)),
    };
    for (const field of one.fields) if (!found.has(field)) found.set(field, vocabulary);
  }
  return found;
}

function regex(source: string, report: (message: string) => void): RegExp | null {
  try {
    return new RegExp(source);
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Fills the gaps in `own` from `base`. */
export function inherit(own: LogSourceFacts, base: LogSourceFacts): LogSourceFacts {
  return {
    ...own,
    name: own.name ?? base.name,
    kind: own.kind ?? base.kind,
    activity: own.activity ?? base.activity,
    keywords: own.keywords ?? base.keywords,
    fields: union(own.fields, base.fields),
    vocabularies: new Map([...base.vocabularies, ...own.vocabularies]),
  };
}

/** The fields, values and vocabularies of another entry; its words and events stay its own. */
export function alike(own: LogSourceFacts, other: LogSourceFacts): LogSourceFacts {
  return {
    ...own,
    fields: union(own.fields, other.fields),
    usual: { ...other.usual, ...own.usual },
    vocabularies: new Map([...other.vocabularies, ...own.vocabularies]),
  };
}

export function union(
  one: ReadonlySet<string> | null,
  other: ReadonlySet<string> | null,
): ReadonlySet<string> | null {
  return one && other ? new Set([...other, ...one]) : (one ?? other);
}

/** The log of an entry that names channels. */
export function eventLog(
  product: string,
  entry: ServiceEntry | CategoryEntry,
  usual: ReadonlyMap<number, UsualValues>,
): EventLog | null {
  const [channel] = entry.channels ?? [];
  if (channel === undefined) return null;
  const { providerGuid = '', renames = {} } = entry as ServiceEntry;
  return {
    product,
    channel,
    channels: entry.channels ?? [],
    provider: entry.provider ?? channel.split('/')[0] ?? channel,
    providerGuid,
    renames: new Map(Object.entries(renames)),
    usual,
  };
}
