import type { WordedCondition } from '@/lib/enrich/rule-in-words';
import type { CodeToken } from '@/lib/highlight';
import type { Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate';
import type { TranslatedRule } from '@/lib/workbench/types';

type Lines = readonly (readonly CodeToken[])[];

/** What is compared of a rule, of the catalog or pasted. */
export interface ComparedRule {
  readonly title: string;
  /** Its page; null for a pasted rule. */
  readonly href: string | null;
  readonly level: string | null;
  readonly logsource: {
    readonly product: string | null;
    readonly category: string | null;
    readonly service: string | null;
  } | null;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly words: WordedCondition | null;
  /** Only the start of its Sigma or of a query is compared. */
  readonly isCut: boolean;
  /** Its Sigma, highlighted. */
  readonly lines: Lines;
  readonly queries: readonly ComparedQuery[];
}

export interface ComparedQuery {
  readonly target: Target;
  readonly outcome: Outcome;
  /** Empty without a query. */
  readonly lines: Lines;
}

/** A pasted rule, as the server has translated it. */
export function comparedPasted({ targets, ...rule }: TranslatedRule): ComparedRule {
  return {
    ...rule,
    href: null,
    isCut: false,
    queries: targets.map(({ target, outcome, lines }) => ({ target, outcome, lines })),
  };
}
