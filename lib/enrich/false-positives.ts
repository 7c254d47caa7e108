import { sourceKind } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma/types';
import { comparisonsIn, type Node } from './comparison';
import { currentKnowledge } from './knowledge/current-knowledge';
import { benignUses } from './known-programs';
import { statement } from './phrase';
import { premisesOf, saidOf } from './premises';
import type { Statement } from './types';
import { type Way, waysOf } from './ways';
import { bounded, capitalise, list, sentence } from './words';

const TEXT_LIMIT = 500;
const GIVEN_LIMIT = 8;
/** What this catalog adds of its own, so that the author’s words do not drown. */
const OWN_LIMIT = 3;

/** Benign activity that may match: the author's own notes first, then what follows from the rule's logic. */
export function falsePositives(rule: Rule): Statement[] {
  const found = authorsWords(rule);
  if (rule.kind === 'detection') addAll(found, fromLogic(rule));
  if (rule.kind === 'correlation') {
    found.push({
      text: 'Scheduled jobs, scanners and shared accounts can repeat events as fast as an attack: set the threshold above what your own data shows.',
      basis: 'rule: correlation',
    });
  }
  if (rule.tags.includes('detection.threat-hunting')) {
    found.push({
      text: 'This is a threat-hunting rule: a match is a starting point, and most matches may be benign.',
      basis: 'rule: tags',
    });
  } else if (rule.level === 'low' || rule.level === 'informational') {
    found.push({
      text: `At level ${rule.level}, matches are context for other findings rather than alerts of their own.`,
      basis: 'rule: level',
    });
  }
  if (found.length > 0) return found;
  return [{ text: 'The author mentions no false positives.', basis: 'rule: falsepositives' }];
}

function fromLogic(rule: Extract<Rule, { kind: 'detection' }>): Statement[] {
  const ways = waysOf(comparisonsIn(rule.predicate));
  const facts = premisesOf(rule, ways);
  const kind = sourceKind(rule.logsource);
  const isUnlikely = rule.falsepositives.some((text) => UNLIKELY.test(text.trim()));
  const own = benignUses(facts, kind, isUnlikely);
  const { benign } = knowledgeOf(kind);
  // Where the program is known, its own uses say more than those of the log source; and an author who
  // considers false positives unlikely is not contradicted.
  const room = own.length > 1 || isUnlikely ? 0 : OWN_LIMIT - own.length;
  const general = saidOf(benign, facts, room);
  addAll(
    own,
    general.map((text) => ({ text, basis: 'rule: log source' })),
  );
  const found = [
    ...fromFilters(
      rule.selections.map(({ name }) => name),
      ways,
    ),
    ...own,
  ];
  if (ways.some(isKeywordOnly)) {
    found.push({
      text: 'The rule looks for words anywhere in an event, so an event that merely quotes them matches too.',
      basis: 'rule: keywords',
    });
  }
  return found;
}

/** The advice for a kind of log source. Throws if `content/knowledge/advice` has none. */
export function knowledgeOf(kind: ReturnType<typeof sourceKind>) {
  const advice = currentKnowledge().advice.get(kind);
  if (advice) return advice;
  throw new Error(`content/knowledge/advice has no file for the kind '${kind}': write one`);
}

const UNKNOWN =
  /^(?:unknown|unkown|none|n\/?a|tbd|-+|nothing|no known false positives?)(?: so far)?\.?$/i;
const UNLIKELY = /^(?:highly |very |extremely )?(?:unlikely|rare)\.?$/i;
const LIKELY = /^(?:highly |very )?likely\.?$/i;

// “Unknown” says nothing, so nothing is made of it.
function authorsWords(rule: Rule): Statement[] {
  const basis = 'rule: falsepositives';
  const given = [...new Set(rule.falsepositives.map((text) => text.trim()).filter(Boolean))];
  const telling = given.filter((text) => !UNKNOWN.test(text));
  const more = telling.length - GIVEN_LIMIT;
  const told = telling.slice(0, GIVEN_LIMIT).map((text) => {
    if (UNLIKELY.test(text)) {
      return {
        text: 'The author considers false positives unlikely. Treat a match as real until you know otherwise.',
        basis,
      };
    }
    if (LIKELY.test(text)) {
      return {
        text: 'The author expects false positives. Add exceptions for your environment before you alert on this rule.',
        basis,
      };
    }
    return { text: bounded(sentence(capitalise(text)), TEXT_LIMIT), basis };
  });
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
