import { sourceKind } from '@/lib/log-sources';
import type { Rule } from '@/lib/sigma/types';
import { fieldName } from './field-names';
import { IF_REAL, STEPS } from './triage-steps';
import type { AttackContext, Statement } from './types';
import { code, list, sentence } from './words';

/** What to do with a match, in order. */
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
        text: `List the single events${same} in the order of time, and look for the first that is out of place.`,
        basis: 'rule: correlation',
      },
      {
        text: 'Compare the number with the same hours of other days before judging it.',
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
    steps.push({ text: `The author suggests to look at ${names}.`, basis: 'rule: fields' });
  }
  if (rule.references.length > 0) {
    const count = rule.references.length;
    steps.push({
      text:
        count === 1
          ? 'Compare with the author’s reference, which shows the activity in full.'
          : `Compare with the author’s ${count} references, which show the activity in full.`,
      basis: 'rule: references',
    });
  }
  const tactic = context.tactics.find(({ shortName }) => IF_REAL[shortName]);
  if (tactic) {
    steps.push({
      text: `If it is real, ${IF_REAL[tactic.shortName]}.`,
      basis: `ATT&CK: ${tactic.name}`,
    });
  }
  return steps.length > 0
    ? steps
    : [{ text: 'Judge a match by the rules that this filter belongs to.', basis: 'rule: filter' }];
}

// They say what kind of event it is, the same for every match.
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
