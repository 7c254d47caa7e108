import { addAll } from '@/lib/long-lists';
import { TOPICS } from '@/lib/question-topic';
import { adviceFor, adviceOf } from './advice';
import { distinct } from './distinct';
import { authorsSteps, inTurn } from './false-positives';
import { fieldName } from './field-names';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { RuleNote } from './knowledge/file-schema';
import { programPivots, programSteps } from './known-programs';
import type { Motive } from './motive';
import { NOTE } from './note-basis';
import type { DetectionReading, Reading } from './reading';
import type { Statement } from './types';
import { code, list, uncapitalise } from './words';

/** Steps before the last, which says what to do in a real attack. */
const STEPS = 6;
/** With fewer from the rule's action, technique and programs, advice for the log source fills in. */
const FEWEST = 4;

/** The steps to take on a match, in order. */
export function triage({ rule, motive, note, detection }: Reading): Statement[] {
  const steps: Statement[] = [];
  if (note) addAll(steps, stepsOf(note));
  else if (detection) addAll(steps, detectionSteps(detection));
  else if (rule.kind === 'correlation') {
    const group = rule.correlation.groupBy.map(fieldName);
    const same = group.length > 0 ? ` of the same ${list(group, 'all', 3)}` : '';
    steps.push(
      {
        text: `List the individual events${same} in chronological order, and look for the first one that is out of place.`,
        basis: 'catalog: correlations',
      },
      {
        text: 'Compare the number with the same hours on other days before you judge it.',
        basis: 'catalog: correlations',
      },
    );
  }
  addAll(steps, authorsSteps(rule));
  if (rule.fields.length > 0) {
    const names = list(
      rule.fields.map((field) => code(field, 40)),
      'all',
      6,
    );
    steps.push({ text: `The author suggests that you look at ${names}.`, basis: 'rule: fields' });
  }
  if (note) steps.push(reaction(ifTrue(note.response, detection), NOTE));
  else if (detection && detection.facts.kind !== 'posture') steps.push(response(detection, motive));
  return steps.length > 0
    ? steps
    : [
        {
          text: 'Judge a match by the rules that this filter applies to.',
          basis: 'catalog: filters',
        },
      ];
}

function stepsOf({ questions }: RuleNote): Statement[] {
  return questions.flatMap((question) =>
    TOPICS.flatMap((topic) => {
      const text = question[topic];
      if (!text) return [];
      const { look } = question;
      return { text, basis: NOTE, topic, ...(look ? { look } : {}) };
    }),
  );
}

/** A finding of a scan is no attack. */
function ifTrue(response: string, detection: DetectionReading | null): string {
  if (detection?.facts.kind !== 'posture') return inAnAttack(response);
  return `If the finding is true, ${uncapitalise(response)}`;
}

/** What to do in the end; no query answers it. */
const reaction = (text: string, basis: string): Statement => ({ text, basis, topic: 'none' });

const inAnAttack = (text: string) => `If the match is a real attack, ${uncapitalise(text)}`;

function detectionSteps({ facts, behaviours }: DetectionReading): Statement[] {
  const last = programPivots(facts);
  const own = distinct(inTurn([behaviours.say('questions', 3), programSteps(facts)]));
  const steps = own.slice(0, STEPS - last.length);
  addAll(steps, adviceOf(facts, 'triage', FEWEST - steps.length - last.length));
  return distinct([...steps, ...last]);
}

/** On a host, what may be a foothold is removed as one, whatever else it is for; a logon is none. */
function footholdOf({ possible }: Motive): Motive['tactic'] {
  const named = (name: string) => possible.find(({ shortName }) => shortName === name);
  return named('initial-access') ? null : (named('persistence') ?? null);
}

function response({ facts, behaviours }: DetectionReading, motive: Motive): Statement {
  const [own] = behaviours.say('response', 1);
  if (own) return reaction(inAnAttack(own.text), own.basis);
  const { affected } = adviceFor(facts.kind);
  const sole = motive.possible.length === 1 ? (motive.possible[0] ?? null) : null;
  const tactic = motive.tactic ?? sole ?? (affected === 'host' ? footholdOf(motive) : null);
  const known = new Map(Object.entries(currentKnowledge().responses[affected] ?? {}));
  const text = (tactic && known.get(tactic.shortName)) ?? known.get('other');
  if (text === undefined) {
    throw new Error(`content/knowledge/responses.yml has no 'other' for '${affected}': add it`);
  }
  return reaction(inAnAttack(text), 'catalog: response');
}
