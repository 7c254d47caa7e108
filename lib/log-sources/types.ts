import type { SourceKind } from './source-kinds';

/** A log source by its names in a rule. */
export interface LogSourceName {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

/** How to describe an event: who does what to what. */
export interface Activity {
  /** Fields that name the actor, and the noun to use when the rule names none. */
  readonly subject: { readonly fields: readonly string[]; readonly noun: string };
  /** Empty when the noun alone describes the event. */
  readonly verb: string;
  /** The field that holds the text of the subject. */
  readonly text?: string;
  /** A value that the verb already expresses. */
  readonly implied?: { readonly field: string; readonly value: string };
  /** What it acts on, in order; `without` is the wording when the rule does not name it. */
  readonly objects: readonly {
    readonly fields: readonly string[];
    readonly before: string;
    readonly noun: string;
    readonly without: string;
    /** Named only when the rule gives the whole value. */
    readonly exact?: true;
  }[];
}

/** What a log writes into a field. */
export interface Vocabulary {
  /** Fixed words in the spelling of the log; empty when only a pattern is known. */
  readonly words: readonly string[];
  /** Whether the field has other values too. */
  readonly open: boolean;
  /** What every value matches, or null. */
  readonly pattern: RegExp | null;
}

/** Where a constructed event carries keywords. */
export interface Keywords {
  readonly fields: readonly string[];
  readonly between: string;
  readonly before: string;
}

/** Field → a typical value, in the order of the log. */
export type UsualValues = Readonly<Record<string, string | number | boolean>>;

/** A Windows event log, for constructing events. */
export interface EventLog {
  readonly product: string;
  /** The usual channel, which is the first of `channels`. */
  readonly channel: string;
  readonly channels: readonly string[];
  readonly provider: string;
  /** Without braces; empty when unknown. */
  readonly providerGuid: string;
  /** Field of a rule → the name that the log itself uses. */
  readonly renames: ReadonlyMap<string, string>;
  /** Event id → usual values. */
  readonly usual: ReadonlyMap<number, UsualValues>;
}

/** An event that records a category. */
export interface EventForm {
  readonly log: EventLog;
  readonly eventId: number;
  readonly usual: UsualValues;
  /** Values that EventType may have in such an event. */
  readonly types: ReadonlySet<string>;
}

/** The events of one log that record a category or belong to a service, as Windows stamps them. */
export interface RecordedIn {
  readonly channels: readonly string[];
  readonly provider: string;
  /** Empty for a service, whose events have any id. */
  readonly eventIds: readonly number[];
  /** The fields that these events have; null when they are not all known. */
  readonly fields: ReadonlySet<string> | null;
}

/** The log sources of an event, by the value of `field` if they depend on one. */
export interface EventSources {
  readonly field: string | null;
  readonly byValue: ReadonlyMap<string, readonly LogSourceName[]>;
  readonly otherwise: readonly LogSourceName[];
}

/** A category or service, resolved. Null means that `content/` does not state it. */
export interface LogSourceFacts {
  readonly name: string | null;
  readonly kind: SourceKind | null;
  readonly activity: Activity | null;
  readonly keywords: Keywords | null;
  /** Fields that rules for it may name; null when no list is known. */
  readonly fields: ReadonlySet<string> | null;
  readonly usual: UsualValues;
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
  readonly program: string | null;
  /** Event id as text → its meaning. */
  readonly meanings: ReadonlyMap<string, string>;
  /** The log itself, if it is a Windows event log. */
  readonly log: EventLog | null;
  /** The events that record it, the usual one first. */
  readonly forms: readonly EventForm[];
  /** The logs that record it, also those with field names of their own. */
  readonly recordedIn: readonly RecordedIn[];
}

/** What is known about a product, or about log sources without one. */
export interface Product {
  readonly name: string | null;
  readonly kind: SourceKind | null;
  readonly platforms: readonly string[];
  readonly paths: 'windows' | 'posix';
  readonly lists: boolean;
  readonly program: string | null;
  readonly keywords: Keywords | null;
  /** The service that a rule for the product alone means. */
  readonly service: LogSourceFacts | null;
  readonly categories: ReadonlyMap<string, LogSourceFacts>;
  readonly services: ReadonlyMap<string, LogSourceFacts>;
}

export interface FieldWords {
  readonly name: string;
  /** The name of its whole path; null if the field does not hold a path. */
  readonly path: string | null;
}

/** All of `content/log-sources`. */
export interface LogSources {
  readonly products: ReadonlyMap<string, Product>;
  /** Log sources without a product. */
  readonly any: Product;
  /** Categories and services that exactly one product has, for rules that name no product. */
  readonly soleCategories: ReadonlyMap<string, LogSourceFacts>;
  readonly soleServices: ReadonlyMap<string, LogSourceFacts>;
  /** Channel → event id → log sources; null is any other event id. */
  readonly byChannel: ReadonlyMap<string, RecordedEvents>;
  readonly byProvider: ReadonlyMap<string, RecordedEvents>;
  /** Channel → the element of UserData that its events use. */
  readonly userData: ReadonlyMap<string, string>;
  /** ATT&CK platform → the products whose logs show it. */
  readonly productsByPlatform: ReadonlyMap<string, readonly string[]>;
  readonly fieldWords: ReadonlyMap<string, FieldWords>;
}

export interface RecordedEvents {
  readonly byId: ReadonlyMap<number, EventSources>;
  readonly other: EventSources;
  readonly log: EventLog;
}
