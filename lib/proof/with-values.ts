import {
  type CorrelationRule,
  type DetectionRule,
  expandPlaceholders,
  openPlaceholders,
  type Rule,
} from '@/lib/sigma';
// Not through the index, which would load the mappings.
import { exampleValue } from '@/lib/translate/value-lists';
import { basesOf, type Related } from './correlation-rules';

export type PlaceholderValues = Readonly<Record<string, readonly string[]>>;

/** A rule as its queries mean it, and the placeholders for which the queries wait for your values. */
export interface Valued<Whole> {
  readonly rule: Whole;
  readonly needs: readonly string[];
}

/**
 * The rule with the values of its placeholders. A placeholder without one gets the example that its
 * queries hold until you put yours in, so that rule and query can be compared on constructed events.
 */
export function withValues(rule: DetectionRule, values: PlaceholderValues): Valued<DetectionRule> {
  if (openPlaceholders(rule).length === 0) return { rule, needs: [] };
  const known = expandPlaceholders(rule, values);
  const needs = openPlaceholders(known);
  const examples = Object.fromEntries(needs.map((name) => [name, [exampleValue(name)]]));
  return { rule: expandPlaceholders(known, examples), needs };
}

/** The same for every rule that a correlation is over. */
export function withRelatedValues(
  rule: CorrelationRule,
  related: Related,
  values: PlaceholderValues,
): { readonly related: Related; readonly needs: readonly string[] } {
  const needs = new Set<string>();
  const done = new Map<Rule, Rule>();
  for (const base of basesOf(rule, related)) {
    if (base.kind !== 'detection') continue;
    const valued = withValues(base, values);
    for (const name of valued.needs) needs.add(name);
    done.set(base, valued.rule);
  }
  if ([...done].every(([before, after]) => before === after)) return { related, needs: [] };
  const replaced = [...related].map(([key, one]) => [key, done.get(one) ?? one] as const);
  return { related: new Map(replaced), needs: [...needs] };
}

/** Why no recorded event can show what a query finds: its lists hold examples. */
export function needsReason(needs: readonly string[]): string {
  return `the query needs your values: ${needs.map((name) => `%${name}%`).join(', ')}`;
}

/** A constructed trial whose name says that it has the examples of the placeholders. */
export function withExamplesNamed<One extends { readonly kind: string; readonly name: string }>(
  trial: One,
  needs: readonly string[],
): One {
  if (needs.length === 0 || trial.kind !== 'constructed') return trial;
  return { ...trial, name: `${trial.name}, with example values` };
}
