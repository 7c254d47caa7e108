import { type Condition, createTargetTest } from './condition';
import { diagnose, type Report } from './diagnostics';
import { nearest } from './nearest';
import type { DetectionRule, Predicate } from './types';
import { sumTests } from './walk-predicate';

type Selections = ReadonlyMap<string, DetectionRule['selections'][number]>;

/** Limits how far a condition that repeats its selections can expand. */
const MAX_TESTS = 100_000;
/** Limits the names that patterns are compared with: many patterns over many selections. */
const MAX_COMPARED = 5_000_000;
/** After so many unknown names the rest goes unreported. To look for each one's neighbour is slow. */
const MAX_UNKNOWN = 20;

/**
 * Replaces selection names with the selections' predicates. Null after reporting an unknown name, with
 * spans in the condition's text.
 */
export function lowerCondition(
  tree: Condition,
  selections: Selections,
  report: Report,
): Predicate | null {
  return new ConditionLowering(selections, report).lower(tree);
}

class ConditionLowering {
  private readonly selections: Selections;
  private readonly report: Report;
  private readonly sizes = new Map<string, number>();
  private tests = 0;
  private compared = 0;
  private unknown = 0;

  constructor(selections: Selections, report: Report) {
    this.selections = selections;
    this.report = report;
  }

  lower(tree: Condition): Predicate | null {
    switch (tree.kind) {
      case 'and':
      case 'or': {
        const of: Predicate[] = [];
        let failed = false;
        for (const child of tree.of) {
          const lowered = this.lower(child);
          if (lowered) of.push(lowered);
          else failed = true;
          if (this.isSpent()) return null;
        }
        return failed ? null : { kind: tree.kind, of };
      }
      case 'not': {
        const of = this.lower(tree.of);
        return of && { kind: 'not', of };
      }
      case 'selection':
        return this.selection(tree);
      case 'of':
        return this.quantified(tree);
    }
  }

  private isSpent(): boolean {
    return this.tests > MAX_TESTS || this.unknown >= MAX_UNKNOWN || this.compared > MAX_COMPARED;
  }

  private selection({ name, span }: Extract<Condition, { kind: 'selection' }>): Predicate | null {
    if (this.selections.has(name)) return this.use(name, span);
    this.unknown++;
    const names = [...this.selections.keys()];
    const near = nearest(name, names);
    const hint = near ? `Did you mean \`${near}\`?` : listNames(names);
    const message = `There is no selection named \`${name}\``;
    this.report(diagnose('error', 'sigma/unknown-selection', message, span, hint));
    return null;
  }

  private quantified(tree: Extract<Condition, { kind: 'of' }>): Predicate | null {
    this.compared += this.selections.size;
    if (this.compared > MAX_COMPARED) {
      const message = `The condition compares its patterns with more than ${MAX_COMPARED} names`;
      this.report(diagnose('error', 'sigma/too-many-values', message, tree.span));
      return null;
    }
    const names = [...this.selections.keys()].filter(createTargetTest(tree.pattern));
    if (names.length === 0) {
      this.unknown++;
      const message = `No selection matches \`${tree.pattern}\``;
      const hint = listNames([...this.selections.keys()]);
      this.report(diagnose('error', 'sigma/no-selection-matches', message, tree.span, hint));
      return null;
    }
    const of: Predicate[] = [];
    for (const name of names) {
      const predicate = this.use(name, tree.span);
      if (!predicate) return null;
      of.push(predicate);
    }
    const [only] = of;
    if (of.length === 1 && only) return only;
    return { kind: tree.quantifier === 'all' ? 'and' : 'or', of };
  }

  private use(name: string, span: Extract<Condition, { kind: 'of' }>['span']): Predicate | null {
    const predicate = this.selections.get(name)?.predicate;
    if (!predicate) return null;
    const within = this.tests <= MAX_TESTS;
    const size = this.sizes.get(name) ?? sumTests(predicate, () => 1);
    this.sizes.set(name, size);
    this.tests += size;
    if (this.tests <= MAX_TESTS) return predicate;
    if (within) {
      const message = `The condition expands to more than ${MAX_TESTS} comparisons`;
      this.report(diagnose('error', 'sigma/too-many-values', message, span));
    }
    return null;
  }
}

const LISTED = 20;

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'The rule has no selection that can be read.';
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return `Selections: ${names.slice(0, LISTED).join(', ')}${more}.`;
}
