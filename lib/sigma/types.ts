import type { Diagnostic, Span } from '../diagnostic';

/** Sigma levels and statuses, least to most. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];
export const STATUSES = ['unsupported', 'deprecated', 'experimental', 'test', 'stable'] as const;
export type Status = (typeof STATUSES)[number];

export interface LogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly definition: string | null;
}

/** A string split at its wildcards: `a*b\*` is `['a', ANY, 'b*']`. */
export const ANY = Symbol.for('sigma.any');
export const ONE = Symbol.for('sigma.one');
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

export type CompareOperator = 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/**
 * What a field is tested against, after all modifiers have been applied. `contains`,
 * `startswith` and `endswith` have become wildcards in `pattern`; encodings and `windash` have become
 * several tests; `all` and `neq` have become the boolean structure around them.
 */
export type Test =
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly value: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly value: number }
  | {
      readonly kind: 'time';
      readonly part: TimePart;
      readonly operator: CompareOperator | 'eq';
      readonly value: number;
    }
  | {
      readonly kind: 'cidr';
      readonly version: 4 | 6;
      readonly network: string;
      readonly prefix: number;
    }
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly anchor: 'equals' | 'startswith' | 'endswith' | 'contains';
      readonly cased: boolean;
    }
  | { readonly kind: 'placeholder'; readonly names: readonly string[]; readonly source: string };

/**
 * One comparison as written in the rule: its position and its text. Several tests share an origin if a
 * modifier expanded one value.
 */
export interface Origin {
  readonly selection: string;
  /** As written: `CommandLine`, or null for keywords. */
  readonly field: string | null;
  readonly modifiers: readonly string[];
  /** The value as written in the rule, without YAML's quotes. */
  readonly value: string;
  /** Of the value, in the text of the rule (`rule.text`). */
  readonly span: Span;
  /** The id or title of the filter that the comparison comes from, if any; `span` is then in its text. */
  readonly filter?: string;
}

/** A rule's fully resolved condition: the form that matching and translation use. */
export type Predicate =
  | { readonly kind: 'and'; readonly of: readonly Predicate[]; readonly selection?: string }
  | { readonly kind: 'or'; readonly of: readonly Predicate[]; readonly selection?: string }
  | { readonly kind: 'not'; readonly of: Predicate }
  | {
      readonly kind: 'test';
      /** null: keyword, tested against the whole event. */
      readonly field: string | null;
      readonly test: Test;
      readonly origin: Origin;
    };

export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

export interface RuleBase {
  /** Empty when the rule has none: Sigma does not require one. */
  readonly id: string;
  /** Empty if the rule has none. */
  readonly title: string;
  readonly name: string | null;
  readonly status: Status | null;
  readonly level: Level | null;
  readonly description: string;
  readonly author: string | null;
  readonly license: string | null;
  /** `YYYY-MM-DD`; the older `YYYY/MM/DD` is converted. */
  readonly date: string | null;
  readonly modified: string | null;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly tags: readonly string[];
  readonly related: readonly RelatedRule[];
  readonly fields: readonly string[];
  readonly scope: readonly string[];
  readonly taxonomy: string | null;
  /** Fields the specification does not name, as written. */
  readonly custom: Readonly<Record<string, unknown>>;
  /** This document's text, byte for byte. */
  readonly text: string;
}

export interface DetectionRule extends RuleBase {
  readonly kind: 'detection';
  readonly logsource: LogSource;
  /** Selections in the order written, each with its own predicate and its place in `text`. */
  readonly selections: readonly {
    readonly name: string;
    readonly span: Span;
    readonly predicate: Predicate;
  }[];
  /** As written; a list of conditions is ORed. */
  readonly conditions: readonly string[];
  readonly predicate: Predicate;
  /** If a correlation of the same document counts this rule: what the document is called. */
  readonly countedBy?: Pick<RuleBase, 'id' | 'name'>;
}

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_min'
  | 'value_max'
  | 'value_percentile';

export interface CorrelationBound {
  readonly operator: CompareOperator | 'eq' | 'neq';
  readonly value: number;
}

/** Which rules of a temporal correlation must appear; `place` is the rule's index in `rules`. */
export type RuleCondition =
  | { readonly kind: 'and'; readonly of: readonly RuleCondition[] }
  | { readonly kind: 'or'; readonly of: readonly RuleCondition[] }
  | { readonly kind: 'not'; readonly of: RuleCondition }
  | { readonly kind: 'rule'; readonly place: number };

export interface CorrelationRule extends RuleBase {
  readonly kind: 'correlation';
  /** The rule that it counts if one document holds both, as with the aggregations of Sigma 1; else null. */
  readonly counted: DetectionRule | null;
  readonly correlation: {
    readonly type: CorrelationType;
    /** Ids or names of the rules it is over, in order. */
    readonly rules: readonly string[];
    readonly groupBy: readonly string[];
    /** Seconds; a month counts as 30 days, a year as 365. */
    readonly timespan: number;
    /** All must hold. Empty if `expression` determines which rules must appear. */
    readonly bounds: readonly CorrelationBound[];
    /** For temporal correlations; null if the bounds determine how many rules must appear. */
    readonly expression: RuleCondition | null;
    readonly fields: readonly string[];
    readonly percentile: number | null;
    /** alias → rule id or name → field */
    readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** true: its rules also alert on their own. */
    readonly generate: boolean;
    /** The positions of its parts in `text`; each list is as long as the list it describes. */
    readonly spans: {
      readonly rules: readonly Span[];
      readonly groupBy: readonly Span[];
      readonly fields: readonly Span[];
      readonly timespan: Span;
      /** Null without a condition: all rules must appear. */
      readonly condition: Span | null;
    };
  };
}

export interface FilterRule extends RuleBase {
  readonly kind: 'filter';
  /** A filter applies to the rules whose log source has at least these values. */
  readonly logsource: LogSource;
  readonly filter: {
    /** Ids or names of the rules it applies to, or 'any'. */
    readonly rules: readonly string[] | 'any';
    /** As written in the filter; ANDed to the rule, so an exclusion says `not selection`. */
    readonly predicate: Predicate;
    readonly selections: DetectionRule['selections'];
    readonly conditions: readonly string[];
  };
}

export type Rule = DetectionRule | CorrelationRule | FilterRule;

/** A document's metadata, which may be readable even if its logic is not. */
export interface RuleMetadata extends RuleBase {
  /** Its apparent kind; null without a detection, correlation or filter. */
  readonly kind: Rule['kind'] | null;
  /** Null in correlation rules, and if none is written. */
  readonly logsource: LogSource | null;
}

/**
 * One document of a file. `rule` is null if a detection or condition does not compile. `metadata` is
 * present for every document that is a YAML mapping, so that even such a rule can be listed with its
 * title, author and diagnostics.
 */
export interface ParsedDocument {
  readonly rule: Rule | null;
  readonly metadata: RuleMetadata | null;
  /** Known even if the rule is unreadable, as long as the text names one. */
  readonly id: string | null;
  /** Spans are offsets into the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the document in the file: `rule.text` is this slice of it. */
  readonly span: Span;
}

/**
 * An event as Sigma sees it: field names as the log source has them, values as strings, numbers,
 * booleans, null, or lists of these (any element may match).
 */
export interface SigmaEvent {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The whole event as text, for keywords. */
  readonly text: string;
  /** ISO 8601 UTC. */
  readonly time: string | null;
}
