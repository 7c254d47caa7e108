import { addAll, largest } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma/types';
import { adviceOf } from './advice';
import type { Node } from './comparison';
import { distinct } from './distinct';
import { benignUses } from './known-programs';
import { NOTE } from './note-basis';
import { statement } from './phrase';
import type { DetectionReading, Reading } from './reading';
import type { Statement } from './types';
import { LIKELY, UNKNOWN, UNLIKELY } from './volume';
import type { Way } from './ways';
import { bounded, capitalise, sentence } from './words';

const TEXT_LIMIT = 500;
const GIVEN_LIMIT = 8;
/** What this catalog adds of its own, so that the author’s words do not drown. */
const OWN_LIMIT = 3;

/**
 * Benign activity that may match: the author's own notes, what the exceptions leave out, then what is known
 * of the rule itself, or else of the action, the programs and the technique that it looks for. Advice for the log
 * source fills in where these say nothing. An author who considers false positives unlikely is not contradicted.
 */
export function falsePositives(reading: Reading): Statement[] {
  const { rule, detection, note } = reading;
  const found = authorsWords(rule);
  if (detection) addAll(found, fromFilters(detection));
  if (note)
    addAll(
      found,
      note.benign.map((text) => ({ text, basis: NOTE })),
    );
  else if (detection) addAll(found, fromKnowledge(detection));
  if (!note && detection?.ways.some(isKeywordOnly)) {
    found.push({
      text: 'The rule looks for words anywhere in an event, so an event that merely quotes them matches too.',
      basis: 'rule: keywords',
    });
  }
  if (rule.kind === 'correlation' && !note) {
    found.push({
      text: 'Scheduled jobs, scanners and shared accounts can repeat events as fast as an attack: set the threshold above what your own data shows.',
      basis: 'catalog: correlations',
    });
  }
  if (found.length > 0) return found;
  return [{ text: 'The author mentions no false positives.', basis: 'rule: falsepositives' }];
}

function fromKnowledge({ rule, facts, behaviours }: DetectionReading): Statement[] {
  const isUnlikely = rule.falsepositives.some((text) => UNLIKELY.test(text.trim()));
  const limit = isUnlikely ? 1 : OWN_LIMIT;
  const own = distinct(inTurn([behaviours.say('benign', 2), benignUses(facts, isUnlikely)])).slice(
    0,
    limit,
  );
  return own.length > 0 ? own : adviceOf(facts, 'benign', limit);
}

/** The first of each list, then the second of each, and so on. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = largest(
    lists.map((list) => list.length),
    0,
  );
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}

// “Unknown” says nothing, so nothing is made of it. “Unlikely” and “likely” are reasons of the volume.
function authorsWords(rule: Rule): Statement[] {
  const basis = 'rule: falsepositives';
  const given = [...new Set(rule.falsepositives.map((text) => text.trim()).filter(Boolean))];
  const telling = given.filter(
    (text) => ![UNKNOWN, UNLIKELY, LIKELY].some((one) => one.test(text)),
  );
  const more = telling.length - GIVEN_LIMIT;
  const told = telling
    .filter((text) => !isInstruction(text))
    .slice(0, GIVEN_LIMIT)
    .map((text) => ({ text: bounded(sentence(capitalise(text)), TEXT_LIMIT), basis }));
  if (more > 0) told.push({ text: `The rule lists ${more} more.`, basis });
  return told;
}

/** Whether an author's note says what to do in place of what matches. */
function isInstruction(text: string): boolean {
  return /^(?:verify|check|investigate|review|confirm|ensure|make sure|consider|ask|see)\b/i.test(
    text,
  );
}

/** What authors ask for among their false positives, as steps. */
export function authorsSteps({ falsepositives }: Rule): Statement[] {
  const asked = [...new Set(falsepositives.map((text) => text.trim()))].filter(isInstruction);
  return asked.slice(0, GIVEN_LIMIT).map((text) => ({
    text: bounded(sentence(capitalise(text)), TEXT_LIMIT),
    basis: 'rule: falsepositives',
  }));
}

const FILTER_DETAIL = { values: 3, comparisons: 3, characters: 50 };
const FILTER_LIMIT = 300;

/** With one way to match, the hypothesis has the exceptions in words; those of several are told here. */
function fromFilters({ ways }: DetectionReading): Statement[] {
  const excluded = ways.length > 1 ? ways.flatMap((way) => way.excluded) : [];
  if (excluded.length === 0) return [];
  const text = sentence(`The rule leaves out events where ${inWords(excluded)}`);
  return [{ text, basis: 'rule: filters' }];
}

function inWords(excluded: readonly Node[]): string {
  const [only] = excluded;
  const node: Node = only && excluded.length === 1 ? only : { kind: 'or', of: excluded };
  return bounded(statement(node, FILTER_DETAIL), FILTER_LIMIT).replace(/\.$/, '');
}

function isKeywordOnly({ wanted }: Way): boolean {
  return wanted?.kind === 'comparison' && wanted.field === null;
}
