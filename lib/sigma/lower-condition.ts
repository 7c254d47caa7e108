import { type Condition, createTargetTest } from './condition';
import { diagnose, type Report } from './diagnostics';
import { nearest } from './nearest';
import type { DetectionRule, Predicate } from './types';

type Selections = DetectionRule['selections'];

/**
 * Puts the selections' predicates in place of their names. Null after reporting a name that no
 * selection has, with spans in the condition's text.
 */
export function lowerCondition(
  tree: Condition,
  selections: Selections,
  report: Report,
): Predicate | null {
  switch (tree.kind) {
    case 'and':
    case 'or': {
      const of = tree.of.map((child) => lowerCondition(child, selections, report));
      return of.every((child) => child !== null) ? { kind: tree.kind, of } : null;
    }
    case 'not': {
      const of = lowerCondition(tree.of, selections, report);
      return of && { kind: 'not', of };
    }
    case 'selection': {
      const found = selections.find((selection) => selection.name === tree.name);
      if (found) return found.predicate;
      const names = selections.map((selection) => selection.name);
      const near = nearest(tree.name, names);
      const hint = near ? `Did you mean \`${near}\`?` : `Selections: ${names.join(', ')}.`;
      const message = `There is no selection named \`${tree.name}\``;
      report(diagnose('error', 'sigma/unknown-selection', message, tree.span, hint));
      return null;
    }
    case 'of': {
      const isTarget = createTargetTest(tree.pattern);
      const of = selections
        .filter((selection) => isTarget(selection.name))
        .map((selection) => selection.predicate);
      const [only] = of;
      if (only) {
        if (of.length === 1) return only;
        return { kind: tree.quantifier === 'all' ? 'and' : 'or', of };
      }
      const message = `No selection matches \`${tree.pattern}\``;
      const hint = `Selections: ${selections.map((selection) => selection.name).join(', ')}.`;
      report(diagnose('error', 'sigma/no-selection-matches', message, tree.span, hint));
      return null;
    }
  }
}
