import type { LookUp } from '@/lib/look-up';
import type { Topic } from '@/lib/question-topic';

/** A sentence, and its basis: `rule: <part>`, `ATT&CK: <name>`, or `catalog: <entry of content/knowledge>`. */
export interface Statement {
  readonly text: string;
  readonly basis: string;
  /** Of a step: what a query that answers it has to show, where that is known. */
  readonly topic?: Topic | undefined;
  /** Of a step: the query that answers it, if no pivot on its topic does. */
  readonly look?: LookUp | undefined;
}

export interface TechniqueContext {
  readonly id: string;
  readonly name: string;
  readonly tag: string;
  readonly successorOf: string | null;
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  /** Its first sentences; empty if the loaded data has no text on it. */
  readonly summary: string;
  readonly url: string;
}

export interface AttackContext {
  readonly version: string;
  readonly techniques: readonly TechniqueContext[];
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  readonly groups: readonly { readonly id: string; readonly name: string; readonly url: string }[];
  readonly software: readonly {
    readonly id: string;
    readonly name: string;
    readonly url: string;
  }[];
  readonly unknownTags: readonly string[];
}

export type Confidence = 'high' | 'medium' | 'low' | 'none';

export interface ConfidenceReason {
  readonly effect: 'raises' | 'lowers' | 'neutral';
  readonly text: string;
}

/** How often honest activity is expected to match, in a company of some thousand hosts: a judgement. */
export interface ExpectedVolume {
  readonly expected: 'rare' | 'occasional' | 'frequent';
  readonly reasons: readonly string[];
}

export interface Enrichment {
  readonly hypothesis: string;
  readonly falsePositives: readonly Statement[];
  /** Null if the rule holds no detection of its own. */
  readonly volume: ExpectedVolume | null;
  /**
   * By table of a query: columns by whose values honest matches can be left out, the most telling first; `A = x` for a
   * column A that the query does not make.
   */
  readonly constant: Readonly<Record<string, readonly string[]>>;
  readonly triage: readonly Statement[];
  readonly attackContext: AttackContext;
  readonly confidence: Confidence;
  readonly reasons: readonly ConfidenceReason[];
  /** A hash of everything the texts depend on. */
  readonly inputHash: string;
}
