import { compileLeaf } from './compile-predicate';
import { describeTest } from './describe-test';
import { EventView, FieldTable } from './event-view';
import { withLeadingAny, withTrailingAny } from './pattern';
import type { DetectionRule, Origin, Predicate, SigmaEvent, Test } from './types';
import { hasUndecidable, isUndecidable } from './undecidable';

/** A part of a condition, and whether it holds for one event. */
export type ExplainedPart =
  | {
      readonly kind: 'and' | 'or' | 'not';
      readonly truth: boolean;
      /** The name of the selection, if this part is one. */
      readonly selection: string | null;
      readonly of: readonly ExplainedPart[];
    }
  | {
      readonly kind: 'test';
      readonly truth: boolean;
      readonly selection: string;
      /** null: the whole event. */
      readonly field: string | null;
      readonly test: Test;
      readonly origin: Origin;
      /** The event's value as text; null if it has no such field. */
      readonly actual: readonly string[] | null;
    };

export interface Explanation {
  readonly matched: boolean;
  readonly root: ExplainedPart;
  /** Fields whose values made the rule match, in the order of the rule; empty if it does not. */
  readonly matchedFields: readonly string[];
  /** The first part of the condition, in written order, that prevented a match. */
  readonly failure: ExplainedPart | null;
  /** `failure` in words: "CommandLine is 'whoami' but should contain ' -enc '". */
  readonly reason: string | null;
}

/**
 * Why a rule matches an event, or why not: the condition as a tree in which each part says whether it
 * holds, and each test has the event's value. Does not compare log sources.
 */
export function explainRule(rule: DetectionRule, event: SigmaEvent): Explanation {
  const table = new FieldTable();
  const view = new EventView(event, table);
  const root = explain(rule.predicate, view, table);
  const open = hasUndecidable(rule.predicate);
  const matched = root.truth && !open;
  const fields = new Set<string>();
  if (matched) collectFields(root, fields);
  const failure = matched ? null : open ? (findUndecidable(root) ?? root) : firstFailure(root);
  return {
    matched,
    root,
    matchedFields: [...fields],
    failure,
    reason: failure && describeFailure(failure),
  };
}

function explain(predicate: Predicate, event: EventView, table: FieldTable): ExplainedPart {
  switch (predicate.kind) {
    case 'and':
    case 'or': {
      const of = predicate.of.map((child) => explain(child, event, table));
      const truth =
        predicate.kind === 'and' ? of.every((part) => part.truth) : of.some((part) => part.truth);
      return { kind: predicate.kind, truth, selection: predicate.selection ?? null, of };
    }
    case 'not': {
      const of = explain(predicate.of, event, table);
      return { kind: 'not', truth: !of.truth, selection: null, of: [of] };
    }
    case 'test': {
      const { field, test, origin } = predicate;
      const truth = compileLeaf(predicate, table)(event);
      const view = field === null ? event.text : event.field(table.numberOf(field));
      const actual = view.present ? view.texts : null;
      return { kind: 'test', truth, selection: origin.selection, field, test, origin, actual };
    }
  }
}

function collectFields(part: ExplainedPart, fields: Set<string>): void {
  if (!part.truth || part.kind === 'not') return;
  if (part.kind !== 'test') {
    for (const child of part.of) collectFields(child, fields);
    return;
  }
  if (part.field !== null) fields.add(part.field);
  if (part.test.kind === 'field') fields.add(part.test.field);
}

function firstFailure(part: ExplainedPart): ExplainedPart {
  if (part.kind !== 'and') return part;
  const failed = part.of.find((child) => !child.truth);
  return failed ? firstFailure(failed) : part;
}

function findUndecidable(part: ExplainedPart): ExplainedPart | null {
  if (part.kind === 'test') return isUndecidable(part.test) ? part : null;
  for (const child of part.of) {
    const found = findUndecidable(child);
    if (found) return found;
  }
  return null;
}

const SHOWN = 3;
const LONGEST = 120;

function describeFailure(part: ExplainedPart): string {
  if (part.kind === 'test') return describeTestFailure(part);
  if (part.kind === 'not') {
    const names = [...selectionsOf(part)].join(', ');
    return `${names} matches but must not`;
  }
  const tests = testsOf(part);
  const [first] = tests;
  if (
    first &&
    tests.every((one) => one.field === first.field && one.selection === first.selection)
  ) {
    const wanted = tests.slice(0, SHOWN).map(describeWanted);
    const more = tests.length > SHOWN ? `, or ${tests.length - SHOWN} more` : '';
    return `${describeActual(first)} should ${wanted.join(' or ')}${more}`;
  }
  const names = [...selectionsOf(part)].join(', ');
  return `None of the alternatives in ${names} matches`;
}

type TestPart = Extract<ExplainedPart, { kind: 'test' }>;

function describeTestFailure(part: TestPart): string {
  if (part.test.kind === 'placeholder') {
    return `No value is set for ${part.test.names.map((name) => `%${name}%`).join(', ')}`;
  }
  if (isUndecidable(part.test)) {
    return `${part.field ?? 'The event'} is tested by a regular expression that Sigma does not support`;
  }
  return `${describeActual(part)} should ${describeWanted(part)}`;
}

/** A keyword may appear anywhere in the event, so the event should contain it. */
function describeWanted({ field, test }: TestPart): string {
  if (field !== null || test.kind !== 'pattern') return describeTest(test);
  return describeTest({ ...test, pattern: withLeadingAny(withTrailingAny(test.pattern)) });
}

function describeActual({ field, actual }: TestPart): string {
  if (field === null) return 'The event';
  if (actual === null) return `${field} is absent but`;
  if (actual.length === 0) return `${field} is null but`;
  const shown = actual.slice(0, SHOWN).map((text) => `'${cut(text)}'`);
  return `${field} is ${shown.join(', ')}${actual.length > SHOWN ? ', …' : ''} but`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function testsOf(part: ExplainedPart): TestPart[] {
  return part.kind === 'test' ? [part] : part.of.flatMap(testsOf);
}

function selectionsOf(part: ExplainedPart): Set<string> {
  const truthful = part.kind === 'not' ? testsOf(part).filter((one) => one.truth) : testsOf(part);
  const tests = truthful.length > 0 ? truthful : testsOf(part);
  return new Set(tests.map((one) => one.selection));
}
