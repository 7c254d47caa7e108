import type { Deployable, DeployFormat, Loss, RenderedFile } from '@/lib/deploy/types';
import type { Diagnostic } from '@/lib/diagnostic';
import type { WordedCondition } from '@/lib/enrich/rule-in-words';
import type { CodeToken } from '@/lib/highlight';
import type { QueryToProve, Sample, TenantProof } from '@/lib/proof';
import type { Level, LogSource } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Variant } from '@/lib/translate';

export interface TranslateRequest {
  /** Sigma YAML: one rule or several documents. */
  readonly rule: string;
  /** JSON, JSON lines, or EVTX as JSON; may be empty. */
  readonly events: string;
}

/** A query of the catalog, to be proven wherever it is pasted. */
export interface ProveRequest {
  /** The rule's text, then the texts of the rules that it refers to and of the filters that apply. */
  readonly rules: readonly string[];
  readonly query: QueryToProve;
  readonly samples: readonly Sample[];
}

/** A query of a pasted rule, as a detection. */
export interface DeployRequest {
  /** Sigma YAML: one rule or several documents. */
  readonly rule: string;
  /** Which of the rules of the text, as the TranslateAnswer counts them, from 0. */
  readonly place: number;
  readonly target: Target;
  /** The format whose files are wanted; null for the first that takes the query. */
  readonly format: DeployFormat | null;
}

/** What an editor can complete. */
export interface VocabularyRequest {
  readonly wanted: 'vocabulary';
}

/** What the threads do. */
export type WorkbenchRequest = TranslateRequest | ProveRequest | DeployRequest | VocabularyRequest;

/** A format, and how it takes the query. */
export interface OfferedFormat {
  readonly format: DeployFormat;
  readonly name: string;
  readonly what: string;
  readonly losses: readonly Loss[];
  /** There is no file, for a reason among the losses. */
  readonly refused: boolean;
}

export interface ShownFile extends RenderedFile {
  /** The file's lines, highlighted. */
  readonly lines: readonly (readonly CodeToken[])[];
}

/** What all formats are made of, as far as people are told. */
export type DeployFacts = Pick<
  Deployable,
  | 'schedule'
  | 'entities'
  | 'graphEntities'
  | 'connectors'
  | 'version'
  | 'notNearRealTime'
  | 'isHunting'
>;

/** A pasted rule's query in the formats that a rule's page offers. */
export interface DeployAnswer {
  readonly formats: readonly OfferedFormat[];
  /** The format of the files. */
  readonly shown: DeployFormat;
  readonly files: readonly ShownFile[];
  /** Null if the query cannot be deployed. */
  readonly facts: DeployFacts | null;
}

/** The text of the proof, or why there is none. */
export type ProveAnswer = TenantProof | { readonly reason: string };

export interface TranslatedVariant extends Variant {
  /** The query's lines, highlighted. Empty without a query. */
  readonly lines: readonly (readonly CodeToken[])[];
  /** The query with its attribution, for the clipboard. */
  readonly copy: string | null;
}

export interface TranslatedTarget extends TranslatedVariant {
  readonly target: Target;
}

export interface TranslatedRule {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly level: Level | null;
  /** Null for a correlation, which has those of its rules. */
  readonly logsource: LogSource | null;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  /** Null if it holds no detection, or if there is no room for it. */
  readonly words: WordedCondition | null;
  /** The rule's own lines, highlighted. */
  readonly lines: readonly (readonly CodeToken[])[];
  readonly targets: readonly TranslatedTarget[];
}

/** Whether a rule or a query fires on an event. Null if it cannot run, for the reason in `why`. */
export interface Verdict {
  readonly fires: boolean | null;
  readonly why: string | null;
}

export interface EventVerdict {
  /** From 1, in the order pasted. */
  readonly number: number;
  /** The log sources that it belongs to, in words. */
  readonly logSources: readonly string[];
  readonly rules: readonly {
    readonly ruleId: string;
    readonly sigma: Verdict;
    readonly matchedFields: readonly string[];
    readonly kql: readonly (Verdict & { readonly target: Target; readonly table: string })[];
  }[];
}

export interface TranslateAnswer {
  /** Diagnostics on the rule's text. Spans are offsets into it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly rules: readonly TranslatedRule[];
  readonly events: readonly EventVerdict[];
  /** Which events could not be read or were left out. */
  readonly eventsNote: string | null;
  /** What the answer leaves out, because there is more than it may hold. */
  readonly notes: readonly string[];
}
