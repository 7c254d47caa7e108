import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Target } from '@/lib/target';
import type { Variant } from '@/lib/translate';
import type { RuleTechnique } from './map-attack';

/** What deploying needs of a rule. */
export interface DeployRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly author: string | null;
  readonly level: string | null;
  readonly tags: readonly string[];
  readonly licence: { readonly name: string; readonly url: string | null };
  /** Its address upstream, if it has one. */
  readonly url: string | null;
  /** Short names, in the rule's order. */
  readonly tactics: readonly string[];
  readonly techniques: readonly RuleTechnique[];
  /** What to look at when it fires, a sentence each. */
  readonly triage: readonly string[];
  /** How often its text has changed since the catalog first had it. */
  readonly changes: number;
  /** Of a correlation, in seconds; 0 for a rule on single events. */
  readonly timespan: number;
}

/** A query of a rule. */
export interface DeployQuery
  extends Pick<
    Variant,
    'outcome' | 'kql' | 'table' | 'label' | 'tables' | 'diagnostics' | 'trace'
  > {
  readonly target: Target;
  /** Null if the catalog's last sync did not read them. */
  readonly facts: QueryFacts | null;
  readonly isAlternative: boolean;
}
