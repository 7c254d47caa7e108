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

/** A string with its wildcards taken apart: `a*b\*` is `['a', ANY, 'b*']`. */
export const ANY = Symbol.for('sigma.any');
export const ONE = Symbol.for('sigma.one');
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

export type CompareOperator = 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/**
 * What a field is tested against, after all modifiers were applied in order. `contains`,
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

/** One comparison of the rule as it was written: where it stands, and what was written there. */
export interface Origin {
  readonly selection: string;
  /** As written: `CommandLine`, or null for keywords. */
  readonly field: string | null;
  readonly modifiers: readonly string[];
  /** The value as written in the rule. */
  readonly value: string;
  readonly span: Span;
}

/** A rule's condition with everything resolved: the one form that matching and translation read. */
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

interface RuleBase {
  readonly id: string;
  readonly title: string;
  readonly name: string | null;
  readonly status: Status | null;
  readonly level: Level | null;
  readonly description: string;
  readonly author: string | null;
  readonly license: string | null;
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
  /** Selection names in the order written, each with its own predicate. */
  readonly selections: readonly {
    readonly name: string;
    readonly span: Span;
    readonly predicate: Predicate;
  }[];
  /** As written; a list of conditions is ORed. */
  readonly conditions: readonly string[];
  readonly predicate: Predicate;
}

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile';

export interface CorrelationBound {
  readonly operator: CompareOperator | 'eq' | 'neq';
  readonly value: number;
}

export interface CorrelationRule extends RuleBase {
  readonly kind: 'correlation';
  readonly correlation: {
    readonly type: CorrelationType;
    /** Ids or names of the rules it is over, in order. */
    readonly rules: readonly string[];
    readonly groupBy: readonly string[];
    /** Seconds. */
    readonly timespan: number;
    /** All must hold. */
    readonly bounds: readonly CorrelationBound[];
    readonly fields: readonly string[];
    readonly percentile: number | null;
    /** alias → rule id or name → field */
    readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** true: the rules it is over alert by themselves too. */
    readonly generate: boolean;
  };
}

export interface FilterRule extends RuleBase {
  readonly kind: 'filter';
  readonly logsource: LogSource;
  readonly filter: {
    /** Ids or names of the rules it applies to, or 'any'. */
    readonly rules: readonly string[] | 'any';
    readonly predicate: Predicate;
  };
}

export type Rule = DetectionRule | CorrelationRule | FilterRule;

/** A file's documents, read. `rule` is null where errors leave nothing to work with. */
export interface ParsedDocument {
  readonly rule: Rule | null;
  /** Known even where the rule is not readable, if the text names one. */
  readonly id: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the document in the file. */
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
