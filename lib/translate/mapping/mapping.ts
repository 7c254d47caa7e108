import type { Target } from '@/lib/target';
import type { Quality, Source } from '../types';

/** Mappings as the translator reads them: presets merged, parameters filled in, columns typed. */

export type ValueType = 'string' | 'int' | 'long' | 'real' | 'bool' | 'datetime' | 'guid';

/**
 * Makes a column's value look as Sigma knows it. Applied only where a value of the rule could tell
 * the difference: where `needs` finds something in its text, or, with `always`, where the test looks
 * at more than literal text (a regular expression, a single-character wildcard, another field).
 */
export interface Rewrite {
  readonly name: string;
  readonly needs: RegExp;
  readonly always: boolean;
  /** Only where the test looks at the value's end. */
  readonly atEnd: boolean;
  readonly apply: (value: string) => string;
}

interface Described {
  readonly quality: Quality;
  readonly sources: readonly Source[];
  readonly note?: string;
}

/** KQL text and the type it has; `required` is never null or empty in this table. */
export interface Computed {
  readonly text: string;
  readonly isColumn: boolean;
  readonly type: ValueType;
  readonly required: boolean;
  readonly rewrites: readonly Rewrite[];
  /** What the literal text of a Sigma value must look like to be comparable at all. */
  readonly accepts: RegExp | null;
  /** The text holds many values, each between these; a test means one of them. */
  readonly elements: { readonly open: string; readonly close: string } | null;
}

export type Field = Described &
  (
    | ({
        readonly kind: 'value';
        /** Sigma values in lower case that this column does not hold, and an approximate predicate for each. */
        readonly when?: ReadonlyMap<string, string>;
        /** Tests of how the value starts that start so themselves look here instead. */
        readonly starting?: { readonly with: string; readonly column: Computed };
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
        /** All of them as one text, for tests that name no algorithm. */
        readonly whole: Computed | null;
      }
    | { readonly kind: 'none'; readonly reason: string }
  );

export interface Keywords extends Described {
  readonly text: string;
  readonly rewrites: readonly Rewrite[];
}

export interface MappedVariant {
  readonly table: string;
  /** The same ASIM parser as deployed in a workspace. */
  readonly workspaceTable: string | null;
  readonly label: string;
  /** KQL predicates, each its own `where`. */
  readonly where: readonly string[];
  readonly keywords: Keywords | null;
  readonly quality: Quality;
  readonly note: string | null;
  readonly sources: readonly Source[];
  readonly columns: Readonly<Record<string, string>>;
  /** Fields that are named, without those by prefix or default. */
  readonly named: ReadonlyMap<string, Field>;
  /** How a Sigma field is found in this table, or null when nothing says. */
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
  /** Changes whenever a mapping file's text does. */
  readonly version: string;
}
