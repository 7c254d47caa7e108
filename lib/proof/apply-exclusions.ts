import { changeField } from '@/lib/events';
import type { DetectionRule, Predicate, SigmaEvent } from '@/lib/sigma';
import { type Literal, literalsOf } from './literals';
import { coveredEvent, holdsOn } from './match-raw-event';
import { valueFor } from './solve-literals';

/** The exclusions of a condition, one for each alternative. */
export function exclusionsOf(predicate: Predicate): Predicate[] {
  const found: Predicate[] = [];
  const visit = (node: Predicate, holds: boolean): void => {
    if (node.kind === 'not') visit(node.of, !holds);
    else if (!holds && node.kind === 'or') for (const child of node.of) visit(child, holds);
    else if (!holds) found.push(node);
    else if (node.kind !== 'test') for (const child of node.of) visit(child, holds);
  };
  visit(predicate, true);
  return found;
}

/** The comparisons that hold on the event and contribute to the match. */
export function holdingLiterals(rule: DetectionRule, event: SigmaEvent): Literal[] {
  const found: Literal[] = [];
  const visit = (node: Predicate, holds: boolean): void => {
    if (node.kind === 'not') visit(node.of, !holds);
    else if (node.kind !== 'test') for (const child of node.of) visit(child, holds);
    else if (holds && holdsOn(rule, node, event)) {
      const { field, test, origin } = node;
      found.push({ field, test, holds: true, selection: origin.selection, leaf: 0 });
    }
  };
  visit(rule.predicate, true);
  return found;
}

export interface Excluded {
  readonly raw: unknown;
  readonly literals: readonly Literal[];
}

/**
 * The event with values that make an exclusion apply, while what speaks for the event still holds;
 * null when no values do both.
 */
export function applyExclusion(
  rule: DetectionRule,
  raw: unknown,
  exclusion: Predicate,
  kept: readonly Literal[],
): Excluded | null {
  for (const turn of [0, 1, 2]) {
    const literals = literalsOf(exclusion, true, { wants: () => false, turn });
    const changed = withLiterals(rule, raw, literals, kept);
    const event = changed === null ? null : coveredEvent(rule, changed);
    if (event && holdsOn(rule, exclusion, event)) return { raw: changed, literals };
  }
  return null;
}

/**
 * Events to which an exclusion of several parts applies but for one of them: the rule must match
 * these, and a query that lost a part does not.
 */
export function* almostExcluded(
  rule: DetectionRule,
  raw: unknown,
  exclusion: Predicate,
  kept: readonly Literal[],
): Generator<{ raw: unknown; but: string }> {
  if (exclusion.kind !== 'and' || exclusion.of.length < 2) return;
  for (const [left, part] of exclusion.of.entries()) {
    const others = exclusion.of.filter((_, at) => at !== left);
    const literals = others.flatMap((other) =>
      literalsOf(other, true, { wants: () => false, turn: 0 }),
    );
    const changed = withLiterals(rule, raw, literals, kept);
    const event = changed === null ? null : coveredEvent(rule, changed);
    if (!event || holdsOn(rule, part, event)) continue;
    if (others.every((other) => holdsOn(rule, other, event))) {
      const [missing] = literalsOf(part, true, { wants: () => false, turn: 0 });
      const but = `${missing?.selection ?? 'an exclusion'} without ${missing?.field ?? 'a keyword'}`;
      yield { raw: changed, but };
    }
  }
}

/**
 * A copy of the event in which all literals can hold, or null where one field cannot. A field becomes a
 * list only if the rule itself needs one: that the log may write one there is nowhere said.
 */
function withLiterals(
  rule: DetectionRule,
  raw: unknown,
  literals: readonly Literal[],
  kept: readonly Literal[],
): unknown {
  let changed = raw;
  for (const field of new Set(literals.map((literal) => literal.field))) {
    if (field === null) return null;
    const own = literals.filter((literal) => literal.field === field);
    const others = kept.filter((literal) => literal.field === field);
    const value = valueFor(rule, field, [...own, ...others]);
    if (value === undefined) return null;
    if (Array.isArray(value) && !Array.isArray(valueFor(rule, field, others))) return null;
    changed = changeField(changed, field, value);
  }
  return changed;
}
