import { sourceKind } from '@/lib/log-sources';
import type { Rule } from '@/lib/sigma/types';
import { fieldName } from './field-names';
import { IF_REAL, STEPS } from './triage-steps';
import type { AttackContext, Statement } from './types';
import { code, list, sentence } from './words';

/** The steps to take on a match, in order. */
export function triage(rule: Rule, context: AttackContext): Statement[] {
  const steps: Statement[] = [];
  if (rule.kind === 'detection') {
    const fields = fieldsOf(rule);
    if (fields.length > 0) {
      const names = list(fields.map(fieldName), 'all', 5);
      steps.push({
        text: sentence(`Start with the values that matched: ${names}`),
        basis: 'rule: fields of its detection',
      });
    }
    for (const step of STEPS[sourceKind(rule.logsource)]) {
      steps.push({ text: step.text, basis: 'rule: log source' });
    }
  } else if (rule.kind === 'correlation') {
    const group = rule.correlation.groupBy.map(fieldName);
    const same = group.length > 0 ? ` of the same ${list(group, 'all', 3)}` : '';
    steps.push(
      {
        text: `List the individual events${same} in chronological order, and look for the first one that is out of place.`,
        basis: 'rule: correlation',
      },
      {
        text: 'Compare the number with the same hours on other days before you judge it.',
        basis: 'rule: correlation',
      },
    );
  }
  if (rule.fields.length > 0) {
    const names = list(
      rule.fields.map((field) => code(field, 40)),
      'all',
      6,
    );
    steps.push({ text: `The author suggests that you look at ${names}.`, basis: 'rule: fields' });
  }
  if (rule.references.length > 0) {
    const count = rule.references.length;
    steps.push({
      text:
        count === 1
          ? 'Compare the match with the author’s reference, which shows the activity in full.'
          : `Compare the match with the author’s ${count} references, which show the activity in full.`,
      basis: 'rule: references',
    });
  }
  const tactic = context.tactics.find(({ shortName }) => IF_REAL.get(shortName));
  if (tactic) {
    steps.push({
      text: `If the match is a real attack, ${IF_REAL.get(tactic.shortName)}.`,
      basis: `ATT&CK: ${tactic.name}`,
    });
  }
  return steps.length > 0
    ? steps
    : [{ text: 'Judge a match by the rules that this filter applies to.', basis: 'rule: filter' }];
}

// These fields give the kind of event, so they have the same value in every match.

const CONSTANT = new Set(['EventID', 'Provider_Name', 'Channel', 'Initiated']);

function fieldsOf(rule: Extract<Rule, { kind: 'detection' }>): string[] {
  const fields = new Set<string>();
  const walk = (node: (typeof rule)['predicate']): void => {
    if (node.kind === 'test') {
      if (node.field !== null) fields.add(node.field);
    } else if (node.kind === 'not') walk(node.of);
    else node.of.forEach(walk);
  };
  walk(rule.predicate);
  return [...fields].filter((field) => !CONSTANT.has(field));
}
