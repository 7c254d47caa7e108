import type { DetectionRule } from '@/lib/sigma/types';
import { type Comparison, comparisonsIn, type Node } from './comparison';
import { isNames, relationOf, statement } from './phrase';
import { capitalise, code, type Detail } from './words';

/** A condition in words, with the conditions or values that it holds together. */
export interface WordedCondition {
  /** Ends with a colon where `of` follows. */
  readonly text: string;
  readonly of: readonly WordedCondition[];
}

/** The longest value that is told. */
const CHARACTERS = 400;
/** A comparison with more values than this has them as a list. */
const IN_LINE = 2;

/**
 * The whole condition of a rule for people who do not read Sigma: every comparison with every value, as a
 * nested list. Values are `code`, at most 400 characters of each; up to `inLine` of them stand in one line.
 */
export function ruleInWords(rule: DetectionRule, inLine = IN_LINE): WordedCondition {
  const detail = { values: inLine, comparisons: 8, characters: CHARACTERS };
  return worded(comparisonsIn(rule.predicate), detail);
}

function worded(node: Node, detail: Detail): WordedCondition {
  const all = (of: readonly Node[]) => of.map((part) => worded(part, detail));
  switch (node.kind) {
    case 'comparison':
      return comparisonInWords(node, detail);
    case 'and':
      return { text: 'All of these hold:', of: all(node.of) };
    case 'or':
      return { text: 'At least one of these holds:', of: all(node.of) };
    case 'not':
      return excepted(node.of, detail);
  }
}

function excepted(node: Node, detail: Detail): WordedCondition {
  if (node.kind === 'comparison') {
    if (node.values.length <= detail.values) {
      return leaf(`${statement({ kind: 'not', of: node }, detail)}${dashes(node)}`);
    }
    return { text: 'This does not hold:', of: [worded(node, detail)] };
  }
  const text = node.kind === 'or' ? 'None of these holds:' : 'These do not hold together:';
  const parts = node.kind === 'not' ? [node] : node.of;
  return { text, of: parts.map((part) => worded(part, detail)) };
}

function comparisonInWords(comparison: Comparison, detail: Detail): WordedCondition {
  const { values, join } = comparison;
  if (values.length <= detail.values) {
    return leaf(`${statement(comparison, detail)}${dashes(comparison)}`);
  }
  const which = join === 'any' ? 'one of' : 'all of';
  return {
    text: `${capitalise(relationOf([comparison]))} ${which}${dashes(comparison)}:`,
    of: values.map((value) => ({
      // One name of many is shown as the whole list is said: `is` without its separator, `ends with` with it.
      text: code(isNames(comparison) ? value.slice(1) : value, CHARACTERS),
      of: [],
    })),
  };
}

const dashes = ({ anyDash }: Comparison): string => (anyDash ? ' (with any dash, or `/`)' : '');

const leaf = (text: string): WordedCondition => ({ text: capitalise(text), of: [] });
