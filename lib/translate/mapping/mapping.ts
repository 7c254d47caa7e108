import type { Target } from '@/lib/target';
import type { Quality, Source } from '../types';

/** Mappings as the translator reads them: presets merged, parameters filled in, columns typed. */

export type ValueType = 'string' | 'int' | 'long' | 'real' | 'bool' | 'datetime' | 'guid';

/**
 * Rewrites a column's value into the form that Sigma expects. Applied only if it can change the result:
 * if `needs` matches the rule's text, or, with `always`, if the test has more than literal text (a
 * regular expression, a single-character wildcard, another field).
 */
export interface Rewrite {
  readonly name: string;
  readonly needs: RegExp;
  readonly always: boolean;
  /** Only if the test looks at the value's end. */
  readonly atEnd: boolean;
  /** Also if the test asks whether the value is empty. */
  readonly ifEmpty: boolean;
  readonly apply: (value: string) => string;
}

interface Described {
  readonly quality: Quality;
  readonly sources: readonly Source[];
  readonly note?: string;
  /** Found by the entry for every name that the mapping does not list. */
  readonly byDefault?: true;
}

/** KQL text and its type. `required` values are never null or empty in this table. */
export interface Computed {
  readonly text: string;
  readonly isColumn: boolean;
  readonly type: ValueType;
  readonly required: boolean;
  readonly rewrites: readonly Rewrite[];
  /** The form that the literal text of a Sigma value must have to be comparable. */
  readonly accepts: RegExp | null;
  /** The delimiters around each of several values in the text. A test is about one of them. */
  readonly elements: { readonly open: string; readonly close: string } | null;
  /** Holds if the event has the field, even an empty one; null if the table does not tell. */
  readonly present: string | null;
}

export type Field = Described &
  (
    | ({
        readonly kind: 'value';
        /** Sigma values in lower case that this column does not hold, and an approximate predicate for each. */
        readonly when?: ReadonlyMap<string, string>;
        /** Prefix tests that begin with this text use this column instead. */
        readonly starting?: {
          readonly with: string;
          readonly column: Computed;
          /** Why such a test is approximate, if it is. */
          readonly note?: string;
        };
        /** Tests that name the path of a program use this column instead, which is approximate. */
        readonly program?: { readonly column: Computed; readonly note: string };
      } & Computed)
    | ({
        readonly kind: 'values';
        /** Sigma value in lower case → the values that the column has for it. */
        readonly values: ReadonlyMap<string, readonly string[]>;
      } & Computed)
    | ({
        readonly kind: 'registry-data';
        readonly numbers: readonly ('sysmon' | 'decimal')[];
        /** A predicate for rows whose decimal number is of this type, by Sysmon's name for it. */
        readonly types: ReadonlyMap<'DWORD' | 'QWORD', string>;
      } & Computed)
    /** Every row has this value: the table filter implies it. */
    | { readonly kind: 'constant'; readonly values: readonly string[] }
    /** Sigma value in lower case → a predicate in KQL. */
    | { readonly kind: 'when'; readonly predicates: ReadonlyMap<string, string> }
    | {
        readonly kind: 'hashes';
        /** By algorithm in upper case. */
        readonly columns: ReadonlyMap<string, Computed>;
        /** All hashes in one text, for tests that name no algorithm. */
        readonly whole: Computed | null;
      }
    | { readonly kind: 'none'; readonly reason: string }
  );

export interface Keywords extends Described {
  readonly text: string;
  /** What every row has around its values; empty if there is nothing. */
  readonly marks: string;
  readonly rewrites: readonly Rewrite[];
}

/** A table that is no longer current: `since` is a day (YYYY-MM-DD), `source` announces the end. */
export interface Outdated {
  readonly state: 'legacy' | 'retired';
  readonly since: string;
  readonly note: string;
  readonly source: Source;
}

/** What a result shows first: columns, then Sigma fields, then what the rule tests, then columns again. */
export interface Shown {
  readonly first: readonly string[];
  readonly fields: readonly string[];
  /** The column with the text of the whole event, if no field describes it. */
  readonly message: string | null;
  readonly last: readonly string[];
  /** Whether fields without a column are computed. */
  readonly parsed: boolean;
}

/** The column with the last part of a path. */
export interface FileName {
  readonly column: string;
  readonly sources: readonly Source[];
}

export interface MappedVariant {
  readonly table: string;
  /** The same ASIM parser as deployed in a workspace. */
  readonly workspaceTable: string | null;
  /** The arguments of the ASIM parser, each as `name=value`. */
  readonly arguments: readonly string[];
  readonly label: string;
  /** KQL predicates, one per `where`. */
  readonly where: readonly string[];
  readonly keywords: Keywords | null;
  readonly quality: Quality;
  /** Null for a table that something writes today. */
  readonly outdated: Outdated | null;
  readonly note: string | null;
  readonly sources: readonly Source[];
  readonly columns: Readonly<Record<string, string>>;
  readonly shown: Shown;
  /** Parameter of an ASIM parser → the column in which it looks for terms. */
  readonly filters: Readonly<Record<string, string>>;
  /** Column or expression of a path → the column of its last part. */
  readonly fileNames: ReadonlyMap<string, FileName>;
  /** The fields with a named entry, not those found by prefix or default. */
  readonly named: ReadonlyMap<string, Field>;
  /** How to find a Sigma field in this table, or null if the mapping has no entry for it. */
  readonly field: (name: string) => Field | null;
}

export interface MappedLogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

export interface Mapping {
  readonly target: Target;
  readonly path: string;
  readonly logsource: MappedLogSource;
  readonly variants: readonly MappedVariant[];
  /** Why this target has no table for the log source; then there are no variants. */
  readonly none: string | null;
}

export interface Mappings {
  readonly all: readonly Mapping[];
  readonly sources: ReadonlyMap<string, Source>;
  /** Changes with the text of any mapping file. */
  readonly version: string;
}
