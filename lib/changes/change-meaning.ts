import type { CorrelationRule, DetectionRule, FilterRule, Rule } from '@/lib/sigma';
import { correlationMeaning } from './correlation';
import { type Difference, matchedOnlyBy } from './difference';
import type { Meaning, RuleChange } from './types';

/**
 * What the change from one version of a rule to the next means for what it matches. `wider`: all that
 * matched before, and more. `text-only`: the same. Each half is a proof over all events, or an event that
 * shows the difference; without either it is undecided. Null stands for a version that cannot be read.
 */
export function changeBetween(before: Rule | null, after: Rule | null): RuleChange {
  if (!before || !after) {
    return undecided('The logic of one of the two versions cannot be read.');
  }
  if (before.kind === 'detection' && after.kind === 'detection') return ofDetections(before, after);
  if (before.kind === 'correlation' && after.kind === 'correlation') {
    return ofCorrelations(before, after);
  }
  if (before.kind === 'filter' && after.kind === 'filter') return ofFilters(before, after);
  return undecided(`A ${before.kind} rule has become a ${after.kind} rule.`);
}

function ofDetections(before: DetectionRule, after: DetectionRule): RuleChange {
  const onlyBefore = matchedOnlyBy(before, after);
  const onlyAfter = matchedOnlyBy(after, before);
  const meaning = meaningOf(onlyBefore, onlyAfter);
  return {
    meaning,
    onlyBefore: onlyBefore.kind === 'event' ? onlyBefore.event : null,
    onlyAfter: onlyAfter.kind === 'event' ? onlyAfter.event : null,
    reason:
      meaning === 'undecided' ? 'Neither a proof nor an event was found in the time given.' : null,
  };
}

function meaningOf(onlyBefore: Difference, onlyAfter: Difference): Meaning {
  if (onlyBefore.kind === 'unknown' || onlyAfter.kind === 'unknown') return 'undecided';
  if (onlyBefore.kind === 'event') return onlyAfter.kind === 'event' ? 'both' : 'narrower';
  return onlyAfter.kind === 'event' ? 'wider' : 'text-only';
}

function ofCorrelations(before: CorrelationRule, after: CorrelationRule): RuleChange {
  const counted =
    before.counted || after.counted
      ? changeBetween(before.counted, after.counted).meaning
      : 'text-only';
  const meaning = correlationMeaning(before.correlation, after.correlation, counted);
  return meaning === 'undecided'
    ? undecided('More than one part of the correlation changed, or one without a direction.')
    : { meaning, onlyBefore: null, onlyAfter: null, reason: null };
}

/** A filter is part of the condition of the rules that it applies to. */
function ofFilters(before: FilterRule, after: FilterRule): RuleChange {
  const applies = ({ filter, logsource: { product, category, service } }: FilterRule) =>
    JSON.stringify([filter.rules, product, category, service]);
  if (applies(before) !== applies(after)) {
    return undecided('The filter applies to other rules than before.');
  }
  return ofDetections(asDetection(before), asDetection(after));
}

function asDetection({ filter, ...base }: FilterRule): DetectionRule {
  const { predicate, selections, conditions } = filter;
  return { ...base, kind: 'detection', predicate, selections, conditions };
}

function undecided(reason: string): RuleChange {
  return { meaning: 'undecided', onlyBefore: null, onlyAfter: null, reason };
}
