import { addAll } from '@/lib/long-lists';
import { type Condition, createTargetTest, parseCondition } from './condition';
import { diagnose, type Report } from './diagnostics';
import { suggest } from './nearest';
import { spanWithin } from './span-within';
import type { RuleCondition } from './types';
import type { ScalarNode } from './yaml';

/** Each way is an order that a query must look for. */
const MAX_WAYS = 32;

/**
 * The condition of a temporal correlation written as an expression over its rules (`a and (b or c)`),
 * as in the specification's examples. `'all'` if it requires every rule, which is the default of a
 * temporal correlation. Null after reporting an error.
 */
export function readRuleCondition(
  node: ScalarNode,
  rules: readonly string[],
  ordered: boolean,
  text: string,
  report: Report,
): RuleCondition | 'all' | null {
  const within: Report = (diagnostic) =>
    report({ ...diagnostic, span: spanWithin(node, text, diagnostic.span ?? null) });
  const tree = parseCondition(node.text, within);
  const lowered = tree && lower(tree, { rules, report: within, unknown: 0 });
  if (!lowered) return null;
  if (ordered && negates(lowered)) {
    const message =
      'An ordered correlation cannot use `not`: an absent event has no place in an order';
    const hint =
      'Use the type `temporal`, or move the exclusion to a correlation that refers to this one.';
    report(diagnose('error', 'sigma/condition-syntax', message, node, hint));
    return null;
  }
  if (ordered && !waysToHold(lowered)) {
    const message = `This condition can be met in more than ${MAX_WAYS} ways`;
    report(diagnose('error', 'sigma/too-many-values', message, node));
    return null;
  }
  return asksForAll(lowered, rules.length) ? 'all' : lowered;
}

/** After so many unknown names the rest goes unreported. */
const MAX_UNKNOWN = 20;

interface Scope {
  readonly rules: readonly string[];
  readonly report: Report;
  unknown: number;
}

function lower(tree: Condition, scope: Scope): RuleCondition | null {
  const { rules, report } = scope;
  switch (tree.kind) {
    case 'and':
    case 'or': {
      const of: RuleCondition[] = [];
      for (const child of tree.of) {
        const lowered = lower(child, scope);
        if (lowered) of.push(lowered);
        if (scope.unknown >= MAX_UNKNOWN) return null;
      }
      return of.length === tree.of.length ? { kind: tree.kind, of } : null;
    }
    case 'not': {
      const of = lower(tree.of, scope);
      return of && { kind: 'not', of };
    }
    case 'selection': {
      const place = rules.indexOf(tree.name);
      if (place !== -1) return { kind: 'rule', place };
      scope.unknown++;
      const message = `\`${tree.name}\` is not one of the rules of this correlation`;
      const hint = suggest(tree.name, rules);
      report(diagnose('error', 'sigma/unknown-selection', message, tree.span, hint));
      return null;
    }
    case 'of': {
      const isTarget = createTargetTest(tree.pattern);
      const of = rules.flatMap((rule, place): RuleCondition[] =>
        isTarget(rule) ? [{ kind: 'rule', place }] : [],
      );
      if (of.length > 0) return { kind: tree.quantifier === 'all' ? 'and' : 'or', of };
      scope.unknown++;
      const message = `No rule of this correlation matches \`${tree.pattern}\``;
      report(diagnose('error', 'sigma/no-selection-matches', message, tree.span));
      return null;
    }
  }
}

/** Whether it requires rules not to appear. */
export function negates(condition: RuleCondition): boolean {
  if (condition.kind === 'rule') return false;
  return condition.kind === 'not' || condition.of.some(negates);
}

function asksForAll(condition: RuleCondition, count: number): boolean {
  const parts = condition.kind === 'and' ? condition.of : [condition];
  const places = new Set(parts.map((part) => (part.kind === 'rule' ? part.place : null)));
  return !places.has(null) && places.size === count;
}

/** Positions of the rules that the condition names. */
export function namedPlaces(condition: RuleCondition): Set<number> {
  if (condition.kind === 'rule') return new Set([condition.place]);
  const of = condition.kind === 'not' ? [condition.of] : condition.of;
  return new Set(of.flatMap((child) => [...namedPlaces(child)]));
}

/** Whether the condition holds when exactly these rules appear. */
export function holdsFor(condition: RuleCondition, places: ReadonlySet<number>): boolean {
  switch (condition.kind) {
    case 'rule':
      return places.has(condition.place);
    case 'not':
      return !holdsFor(condition.of, places);
    case 'and':
      return condition.of.every((child) => holdsFor(child, places));
    case 'or':
      return condition.of.some((child) => holdsFor(child, places));
  }
}

/**
 * The ways to satisfy a condition without `not`, each an ascending list of positions. None contains
 * another. Null if there are more than `most`.
 */
export function waysToHold(condition: RuleCondition, most = MAX_WAYS): number[][] | null {
  const ways = expand(condition, most);
  if (!ways) return null;
  return ways
    .filter((way, at) => !ways.some((other, by) => by !== at && covers(way, other, by < at)))
    .map((way) => [...way].sort((a, b) => a - b));
}

function covers(way: ReadonlySet<number>, other: ReadonlySet<number>, earlier: boolean): boolean {
  if (![...other].every((place) => way.has(place))) return false;
  return other.size < way.size || earlier;
}

function expand(condition: RuleCondition, most: number): ReadonlySet<number>[] | null {
  switch (condition.kind) {
    case 'rule':
      return [new Set([condition.place])];
    case 'not':
      return null;
    case 'or': {
      const ways: ReadonlySet<number>[] = [];
      for (const child of condition.of) {
        const more = expand(child, most);
        if (!more || ways.length + more.length > most) return null;
        addAll(ways, more);
      }
      return ways;
    }
    case 'and': {
      let ways: ReadonlySet<number>[] = [new Set()];
      for (const child of condition.of) {
        const more = expand(child, most);
        if (!more || ways.length * more.length > most) return null;
        ways = ways.flatMap((way) => more.map((one) => new Set([...way, ...one])));
      }
      return ways;
    }
  }
}
