import type { Rule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';
import type { ProofContext } from './proof-context';
import { proveCorrelation } from './prove-correlation';
import { proveVariant } from './prove-variant';
import { createRowCache } from './row-cache';
import { trialsOf } from './trials';
import type { Evidence, Sample } from './types';
import { withFilters } from './with-filters';
import { withExamplesNamed, withValues } from './with-values';

export interface ProofInput {
  readonly rule: Rule;
  readonly translations: readonly Translation[];
  readonly samples: readonly Sample[];
  /** Rules that a correlation refers to, by id or name. */
  readonly related?: ReadonlyMap<string, Rule>;
}

/**
 * Evidence for a rule's queries: each sample, and events constructed from the rule, run through the
 * Sigma matcher and through the printed KQL, with near misses that must fire in neither. One piece
 * of evidence per query and sample; one per query for all constructed events that agree, and one for
 * each constructed event that does not (at most five). An event without a documented row in the
 * query's table is `skipped` with that reason, and so is a sample if the query waits for your values:
 * it then runs with its examples, on constructed events alone. Pure and deterministic; nothing throws.
 */
export function prove(input: ProofInput, context: ProofContext): Evidence[] {
  const { rule: whole, related } = input;
  if (whole.kind === 'correlation') return proveCorrelation({ ...input, rule: whole }, context);
  if (whole.kind !== 'detection') return [];
  const { rule, needs } = withValues(withFilters(whole, related), context.placeholders);
  const variants = input.translations.flatMap((translation) =>
    [translation, ...translation.alternatives].map((variant) => ({
      target: translation.target,
      variant,
    })),
  );
  if (!variants.some(({ variant }) => variant.kql !== null)) return [];
  const trials = trialsOf(rule, input.samples).map((trial) => withExamplesNamed(trial, needs));
  const rows = createRowCache(context);
  return variants.flatMap(({ target, variant }) =>
    proveVariant({ rule, needs }, target, variant, trials, rows, context),
  );
}
