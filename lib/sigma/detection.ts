import type { Span } from '../diagnostic';
import { type Aggregation, readAggregation } from './aggregation';
import { parseCondition } from './condition';
import { diagnose, type Report } from './diagnostics';
import { lowerCondition } from './lower-condition';
import {
  createValueReader,
  LIST_MODIFIERS,
  MODIFIERS,
  type ValueReader,
} from './modifiers/value-reader';
import { nearest, suggest } from './nearest';
import { parsePattern } from './pattern';
import { regexSize } from './regex';
import { type ScalarValue, scalarValue } from './scalar';
import { spanWithin } from './span-within';
import type { DetectionRule, Origin, Predicate, Test } from './types';
import { type Leaf, sumTests } from './walk-predicate';
import { getEntry, type MappingNode, type ScalarNode, type YamlNode } from './yaml';

type Selection = DetectionRule['selections'][number];

export interface Detection {
  readonly selections: readonly Selection[];
  readonly conditions: readonly string[];
  readonly predicate: Predicate | null;
  /** What a condition of Sigma 1 counts of the events that `predicate` matches. */
  readonly counts: { readonly aggregation: Aggregation; readonly condition: ScalarNode } | null;
}

/** Keys of `detection` that are not selections. */
const NOT_SELECTIONS = new Set(['condition', 'timeframe']);
/** Limits how far a few short lines can expand (encodings, dashes, counted repeats). */
const MAX_COST = 20_000;

/**
 * Lowers the selections and the condition of a `detection`, or of a `filter`, whose `rules` is not a
 * selection. Continues after an error to report all of them; `predicate` is then null.
 */
export function readDetection(
  node: MappingNode,
  text: string,
  report: Report,
  skip?: string,
): Detection {
  const lowering = new SelectionLowering(text, report);
  const selections: Selection[] = [];
  let usable = true;
  for (const { key, value } of node.entries) {
    if (NOT_SELECTIONS.has(key.text) || key.text === skip) continue;
    const predicate = lowering.selection(key.text, value);
    const span = { start: key.start, end: value.end };
    if (predicate) selections.push({ name: key.text, span, predicate });
    else usable = false;
  }
  const conditions = readConditions(node, report);
  const counts = skip === undefined ? countsOf(conditions) : null;
  const timeframe = getEntry(node, 'timeframe');
  if (timeframe && !counts) {
    const message = '`timeframe` belongs to the aggregation syntax of Sigma 1';
    report(diagnose('warning', 'sigma/legacy-syntax', message, timeframe.key));
  }
  const byName = new Map(selections.map((selection) => [selection.name, selection]));
  const names = new Set(node.entries.map((entry) => entry.key.text));
  const lowered = conditions.map((condition) =>
    // An unreadable selection still counts as known: its own error is enough.
    readCondition(condition, counts?.aggregation.start, text, byName, (diagnostic) => {
      const unread = diagnostic.code === 'sigma/unknown-selection' && !usable;
      if (!unread || !names.has(text.slice(diagnostic.span?.start, diagnostic.span?.end))) {
        report(diagnostic);
      }
    }),
  );
  const of = lowered.filter((predicate) => predicate !== null);
  const whole = usable && of.length > 0 && of.length === lowered.length;
  const [first] = of;
  return {
    selections,
    conditions: conditions.map((condition) => condition.text),
    predicate: !whole || !first ? null : of.length === 1 ? first : { kind: 'or', of },
    counts,
  };
}

function countsOf([condition, ...others]: readonly ScalarNode[]): Detection['counts'] {
  const aggregation = condition && others.length === 0 ? readAggregation(condition.text) : null;
  return condition && aggregation ? { aggregation, condition } : null;
}

function readConditions(node: MappingNode, report: Report): ScalarNode[] {
  const entry = getEntry(node, 'condition');
  if (!entry) {
    const message = 'A detection needs a `condition`';
    const near = nearest(
      'condition',
      node.entries.map(({ key }) => key.text),
    );
    const hint = near && `Did you mean \`condition\` instead of \`${near}\`?`;
    report(diagnose('error', 'sigma/missing-field', message, node, hint));
    return [];
  }
  const items = entry.value.kind === 'sequence' ? entry.value.items : [entry.value];
  const conditions = items.filter(
    (item): item is ScalarNode => item.kind === 'scalar' && item.text.trim() !== '',
  );
  if (conditions.length < items.length || conditions.length === 0) {
    const message = '`condition` must be an expression or a list of expressions';
    report(diagnose('error', 'sigma/invalid-type', message, entry.value));
  }
  return conditions;
}

function readCondition(
  node: ScalarNode,
  end: number | undefined,
  text: string,
  selections: ReadonlyMap<string, Selection>,
  report: Report,
): Predicate | null {
  const within: Report = (diagnostic) =>
    report({ ...diagnostic, span: spanWithin(node, text, diagnostic.span ?? null) });
  const tree = parseCondition(node.text.slice(0, end), within);
  return tree && lowerCondition(tree, selections, within);
}

/** What YAML 1.1 reads as a truth value, a number of base 60 or a number with grouped digits. */
const YAML_1_1 =
  /^(?:[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[-+]?[1-9][\d_]*(?::[0-5]?\d)+|[-+]?\d+_[\d_]*)$/;

type Place = Pick<Origin, 'selection' | 'field' | 'modifiers'>;

class SelectionLowering {
  private readonly text: string;
  private readonly report: Report;
  private cost = 0;
  private exhausted = false;

  constructor(text: string, report: Report) {
    this.text = text;
    this.report = report;
  }

  selection(name: string, node: YamlNode): Predicate | null {
    const predicate = this.block(name, node);
    if (!predicate || (predicate.kind !== 'and' && predicate.kind !== 'or')) return predicate;
    return { ...predicate, selection: name };
  }

  /** A map is ANDed and a list is ORed; anything else is a keyword. */
  private block(name: string, node: YamlNode): Predicate | null {
    if (node.kind === 'mapping') {
      const of = node.entries.map(({ key, value }) => this.item(name, key, value));
      return this.join('and', of, node);
    }
    if (node.kind === 'sequence') {
      const of = node.items.map((item) =>
        item.kind === 'sequence' ? this.misplaced(item) : this.block(name, item),
      );
      return this.join('or', of, node);
    }
    if (node.text === '' && node.plain) return this.join('or', [], node);
    return this.values({ selection: name, field: null, modifiers: [] }, [node], node);
  }

  private misplaced(node: YamlNode): null {
    const message = 'Expected a value or a map of fields, not a list';
    this.report(diagnose('error', 'sigma/invalid-detection', message, node));
    return null;
  }

  private join(kind: 'and' | 'or', of: (Predicate | null)[], node: Span): Predicate | null {
    const [first] = of;
    if (first === undefined) {
      const message = 'This selection is empty: add fields or keywords';
      this.report(diagnose('error', 'sigma/empty-selection', message, node));
      return null;
    }
    if (!of.every((predicate) => predicate !== null)) return null;
    return of.length === 1 ? first : { kind, of };
  }

  private item(selection: string, key: ScalarNode, value: YamlNode): Predicate | null {
    const [field = '', ...modifiers] = key.text.split('|');
    if (!this.known(key, modifiers)) return null;
    const values = value.kind === 'sequence' ? value.items : [value];
    if (values.length === 0) {
      const message = `\`${key.text}\` has an empty list of values`;
      this.report(diagnose('error', 'sigma/empty-selection', message, key));
      return null;
    }
    return this.values({ selection, field: field === '' ? null : field, modifiers }, values, key);
  }

  private known(key: ScalarNode, modifiers: readonly string[]): boolean {
    let at = key.text.indexOf('|') + 1;
    let known = true;
    for (const modifier of modifiers) {
      if (!MODIFIERS.includes(modifier)) {
        const span = spanWithin(key, this.text, { start: at, end: at + modifier.length });
        const message = `\`${modifier}\` is not a modifier`;
        const hint = suggest(modifier, MODIFIERS);
        this.report(diagnose('error', 'sigma/unknown-modifier', message, span, hint));
        known = false;
      }
      at += modifier.length + 1;
    }
    return known;
  }

  private values(at: Place, nodes: readonly YamlNode[], key: Span): Predicate | null {
    const read = createValueReader(at.modifiers);
    const of: Predicate[] = [];
    let failed = false;
    for (const node of nodes) {
      const tests = node.kind === 'scalar' ? this.value(at, node, read) : this.nestedValue(node);
      if (!tests) failed = true;
      else of.push(tests);
      if (this.cost > MAX_COST) return this.tooMuch(key);
    }
    const [first] = of;
    if (failed || !first) return null;
    const all = at.modifiers.includes(LIST_MODIFIERS[0]);
    const joined: Predicate = of.length === 1 ? first : { kind: all ? 'and' : 'or', of };
    return at.modifiers.includes(LIST_MODIFIERS[1]) ? { kind: 'not', of: joined } : joined;
  }

  /** Reported once. The rest of the rule is not read. */
  private tooMuch(key: Span): null {
    if (!this.exhausted) {
      const message = `The values of this rule expand to more than ${MAX_COST} comparisons`;
      this.report(diagnose('error', 'sigma/too-many-values', message, key));
    }
    this.exhausted = true;
    return null;
  }

  private nestedValue(node: YamlNode): null {
    const message = 'A value must be text, a number, true, false or null';
    this.report(diagnose('error', 'sigma/invalid-detection', message, node));
    return null;
  }

  private value(at: Place, node: ScalarNode, read: ValueReader): Predicate | null {
    const { selection, field, modifiers } = at;
    const span = { start: node.start, end: node.end };
    const origin = { selection, field, modifiers, value: node.text, span };
    if (node.plain && YAML_1_1.test(node.text)) {
      const message = `\`${node.text}\` is text here, and something else to tools that read YAML 1.1`;
      const hint = 'Put it in quotes, or write `true`, `false` or the number.';
      this.report(diagnose('warning', 'sigma/yaml-version', message, span, hint));
    }
    const predicate = lowerValue(scalarValue(node), origin, read, this.report);
    if (predicate) this.cost += sumTests(predicate, costOf);
    return predicate;
  }
}

/** A regular expression counts as many comparisons, by its size. */
function costOf({ test }: Leaf): number {
  return test.kind === 'regex' ? 1 + regexSize(test.source, test.flags) / 20 : 1;
}

/** The predicate of one written value: several ORed tests if modifiers expand it. */
export function lowerValue(
  value: ScalarValue,
  origin: Origin,
  read: ValueReader,
  report: Report,
): Predicate | null {
  const tests = read(value, origin.value, (problem) =>
    report(diagnose(problem.severity, problem.code, problem.message, origin.span, problem.hint)),
  );
  if (!tests) return null;
  const [only] = tests;
  if (!only) return null;
  if (tests.length === 1) return leafOf(only, origin);
  return { kind: 'or', of: tests.map((test) => leafOf(test, origin)) };
}

function leafOf(test: Test, origin: Origin): Predicate {
  const { field } = origin;
  // A keyword is text, even if it looks like a number.
  const word = field === null && isWord(test);
  return { kind: 'test', field, test: word ? keyword(origin.value) : test, origin };
}

function isWord(test: Test): boolean {
  return test.kind === 'number' || test.kind === 'boolean' || test.kind === 'null';
}

function keyword(text: string): Test {
  return { kind: 'pattern', pattern: parsePattern(text), cased: false };
}
