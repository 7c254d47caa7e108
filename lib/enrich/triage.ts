import { sourceKind } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { DetectionRule, Rule } from '@/lib/sigma/types';
import { comparisonsIn } from './comparison';
import { knowledgeOf } from './false-positives';
import { fieldName } from './field-names';
import { currentKnowledge } from './knowledge/current-knowledge';
import { programPivots, programSteps } from './known-programs';
import type { Motive } from './motive';
import { premisesOf, saidOf } from './premises';
import type { AttackContext, Statement } from './types';
import { waysOf } from './ways';
import { code, list, uncapitalise } from './words';

/** Steps before the last, which says what to do in a real attack. */
const STEPS = 6;
/** Of those, what a rule's programs call for. */
const PROGRAM_STEPS = 4;

/** The steps to take on a match, in order. */
export function triage(rule: Rule, context: AttackContext, motive: Motive): Statement[] {
  const steps: Statement[] = [];
  if (rule.kind === 'detection') addAll(steps, detectionSteps(rule, context));
  if (rule.kind === 'correlation') {
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
  if (rule.kind === 'detection') steps.push(response(rule, motive));
  return steps.length > 0
    ? steps
    : [{ text: 'Judge a match by the rules that this filter applies to.', basis: 'rule: filter' }];
}

function detectionSteps(rule: DetectionRule, context: AttackContext): Statement[] {
  const facts = premisesOf(rule, waysOf(comparisonsIn(rule.predicate)));
  const kind = sourceKind(rule.logsource);
  const steps = programSteps(facts, context, kind).slice(0, PROGRAM_STEPS);
  const last = programPivots(facts);
  const general = saidOf(knowledgeOf(kind).triage, facts, STEPS - steps.length - last.length);
  addAll(
    steps,
    general.map((text) => ({ text, basis: 'rule: log source' })),
  );
  return [...steps, ...last];
}

/** On a host, what may be a foothold is removed as one, whatever else it is for; a logon is none. */
function footholdOf({ possible }: Motive): Motive['tactic'] {
  const named = (name: string) => possible.find(({ shortName }) => shortName === name);
  return named('initial-access') ? null : (named('persistence') ?? null);
}

function response(rule: DetectionRule, motive: Motive): Statement {
  const { affected } = knowledgeOf(sourceKind(rule.logsource));
  const sole = motive.possible.length === 1 ? (motive.possible[0] ?? null) : null;
  const tactic = motive.tactic ?? sole ?? (affected === 'host' ? footholdOf(motive) : null);
  const known = new Map(Object.entries(currentKnowledge().responses[affected] ?? {}));
  const fitting = tactic ? known.get(tactic.shortName) : undefined;
  const text = fitting ?? known.get('other');
  if (text === undefined) {
    throw new Error(`content/knowledge/responses.yml has no 'other' for '${affected}': add it`);
  }
  return {
    text: `If the match is a real attack, ${uncapitalise(text)}`,
    basis: fitting && tactic ? `ATT&CK: ${tactic.name}` : 'rule: log source',
  };
}
