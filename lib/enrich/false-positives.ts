import { addAll, largest } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma/types';
import { adviceOf } from './advice';
import type { Node } from './comparison';
import { benignUses } from './known-programs';
import { statement } from './phrase';
import type { DetectionReading, Reading } from './reading';
import type { Statement } from './types';
import { LIKELY, UNLIKELY } from './volume';
import type { Way } from './ways';
import { bounded, capitalise, list, sentence } from './words';

const TEXT_LIMIT = 500;
const GIVEN_LIMIT = 8;
/** What this catalog adds of its own, so that the author’s words do not drown. */
const OWN_LIMIT = 3;

/**
 * Benign activity that may match: the author's own notes, what the exceptions leave out, then what is known
 * of the action, the programs and the technique that the rule looks for. Advice for the log source fills
 * in where these say nothing. An author who considers false positives unlikely is not contradicted.
 */
export function falsePositives(reading: Reading): Statement[] {
  const { rule, detection } = reading;
  const found = authorsWords(rule);
  if (detection) addAll(found, fromLogic(detection));
  if (rule.kind === 'correlation') {
    found.push({
      text: 'Scheduled jobs, scanners and shared accounts can repeat events as fast as an attack: set the threshold above what your own data shows.',
      basis: 'catalog: correlations',
    });
  }
  if (found.length > 0) return found;
  return [{ text: 'The author mentions no false positives.', basis: 'rule: falsepositives' }];
}

function fromLogic({ rule, ways, facts, behaviours }: DetectionReading): Statement[] {
  const isUnlikely = rule.falsepositives.some((text) => UNLIKELY.test(text.trim()));
  const own = isUnlikely
    ? benignUses(facts, isUnlikely)
    : inTurn([behaviours.say('benign', 2), benignUses(facts, isUnlikely)]).slice(0, OWN_LIMIT);
  if (own.length === 0 && !isUnlikely) addAll(own, adviceOf(facts, 'benign', OWN_LIMIT));
  if (own.length === 0) addAll(own, behaviours.say('benign', 1).slice(0, 1));
  if (own.length === 0) addAll(own, adviceOf(facts, 'benign', 1));
  const names = rule.selections.map(({ name }) => name);
  const found = [...fromFilters(names, ways), ...own];
  if (ways.some(isKeywordOnly)) {
    found.push({
      text: 'The rule looks for words anywhere in an event, so an event that merely quotes them matches too.',
      basis: 'rule: keywords',
    });
  }
  return found;
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

const UNKNOWN =
  /^(?:unknown|unkown|none|n\/?a|tbd|-+|nothing|no known false positives?)(?: so far)?\.?$/i;
// “Unknown” says nothing, so nothing is made of it. “Unlikely” and “likely” are reasons of the volume.
function authorsWords(rule: Rule): Statement[] {
  const basis = 'rule: falsepositives';
  const given = [...new Set(rule.falsepositives.map((text) => text.trim()).filter(Boolean))];
  const telling = given.filter(
    (text) => ![UNKNOWN, UNLIKELY, LIKELY].some((one) => one.test(text)),
  );
  const more = telling.length - GIVEN_LIMIT;
  const told = telling
    .slice(0, GIVEN_LIMIT)
    .map((text) => ({ text: bounded(sentence(capitalise(text)), TEXT_LIMIT), basis }));
  if (more > 0) told.push({ text: `The rule lists ${more} more.`, basis });
  return told;
}

const FILTER_DETAIL = { values: 3, comparisons: 3, characters: 50 };
const FILTER_LIMIT = 300;

function fromFilters(names: readonly string[], ways: readonly Way[]): Statement[] {
  const excluded = ways.flatMap((way) => way.excluded);
  if (excluded.length === 0) return [];
  const filters = names.filter((name) => /^(?:filter|exclu|fp|false)/i.test(name));
  const known = [...new Set(filters.map(filterName).filter((name) => name !== ''))];
  const optional = filters.filter((name) => /optional/.test(name)).length;
  // With one way to match, the hypothesis has the exceptions in words.
  if (known.length === 0 && ways.length === 1) return [];
  const told =
    known.length > 0
      ? `The rule already leaves out activity named ${list(
          known.map((name) => `“${name}”`),
          'all',
          5,
        )}`
      : `The rule already leaves out events where ${inWords(excluded)}`;
  const tail =
    optional > 0 && known.length > 0
      ? '; the optional exceptions are for software that you may not have, and you can remove them'
      : '';
  return [{ text: sentence(told + tail), basis: 'rule: filters' }];
}

function inWords(excluded: readonly Node[]): string {
  const [only] = excluded;
  const node: Node = only && excluded.length === 1 ? only : { kind: 'or', of: excluded };
  return bounded(statement(node, FILTER_DETAIL), FILTER_LIMIT).replace(/\.$/, '');
}

// Words in a filter's name that say how it works, not whose activity it excludes.
const NAMELESS =
  /^(?:main|optional|generic|legit\w*|path|paths|img|image|strings?|services?|null|empty|known|location|locations|name|names|other|others|misc|specific|default|fp|fps|falsepositives?|system|windows|cli|args?|domains?|ips?|ranges?|local|parent|user|users|key|keys|value|values|cmd|commandline)?$/;

function filterName(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/^filter_?/, '')
    .replace(/^(?:main|optional)_?/, '')
    .replace(/_?\d+$/, '')
    .split('_')
    .filter((word) => !NAMELESS.test(word));
  return words.join(' ').slice(0, 40);
}

function isKeywordOnly({ wanted }: Way): boolean {
  return wanted?.kind === 'comparison' && wanted.field === null;
}
