import { type Activity, activityOf, eventMeaning } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { CorrelationRule, Rule } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import type { Translation } from '@/lib/translate/types';
import { adversaryGoal } from './adversary-goal';
import { doesOf } from './behaviour';
import { allComparisons, comparisonsIn, disjuncts, type Node } from './comparison';
import { correlationSentence } from './correlation';
import { selectionPhrase } from './description';
import { groupWays } from './group-ways';
import type { RuleNote } from './knowledge/file-schema';
import type { Motive } from './motive';
import { fieldsNamed, groupedByField, statement, suchAs } from './phrase';
import type { DetectionReading, Reading } from './reading';
import { telemetry } from './telemetry';
import type { Way } from './ways';
import { bounded, capitalise, code, type Detail, sentence, series } from './words';

/** The longest first sentence, which the feed shows. */
const SENTENCE_LIMIT = 320;
const HYPOTHESIS_LIMIT = 1_200;

// From full detail down to the minimum. The first that fits is used.
const DETAILS: readonly Detail[] = [
  { values: 4, comparisons: 4, characters: 70 },
  { values: 3, comparisons: 3, characters: 60 },
  { values: 2, comparisons: 3, characters: 50 },
  { values: 2, comparisons: 2, characters: 40 },
  { values: 1, comparisons: 2, characters: 36 },
  { values: 2, comparisons: 1, characters: 36 },
  { values: 1, comparisons: 1, characters: 30 },
  { values: 2, comparisons: 0, characters: 40 },
  { values: 1, comparisons: 0, characters: 30 },
  { values: 1, comparisons: 0, characters: 20 },
];
/** The longest sentence that names all exceptions. */
const FILTERS_LIMIT = 400;
const WHOLE: Detail = { values: 40, comparisons: 40, characters: 70 };

/**
 * What a match would show, in a sentence that stands alone; then, each on a line of its own, where to look,
 * what the rule excludes, and what would refute it.
 */
export function hypothesis(
  reading: Reading,
  translations: readonly Translation[],
  related: ReadonlyMap<string, Rule>,
): string {
  const { rule, note, detection } = reading;
  const table = bestTable(translations);
  const lines: string[] = [];
  if (rule.kind === 'filter') {
    const node = comparisonsIn(rule.filter.predicate);
    const over = rule.filter.rules === 'any' ? 'any rule' : `${rule.filter.rules.length} rules`;
    lines.push(leftOut(`Events of ${over} are left out unless`, disjuncts(node)));
  } else if (detection) {
    lines.push(note?.hypothesis ?? detectionLead(detection, reading.motive));
    lines.push(
      `Look in ${telemetry(detection.rule.logsource)}${table ? ` (${code(table, 60)})` : ''}.`,
    );
    addAll(lines, exceptions(detection));
    const [refuted] = detection.behaviours.say('refutes', 1);
    if (note) lines.push(refutation(note));
    else if (refuted) lines.push(refuted.text);
  } else if (rule.kind === 'correlation') {
    lines.push(note?.hypothesis ?? correlationLead(rule, reading.motive, related));
    if (table) lines.push(`The query runs over ${code(table, 60)}.`);
    if (note) lines.push(refutation(note));
  }
  return bounded(
    lines.map((line) => bounded(line, HYPOTHESIS_LIMIT / 2)).join('\n'),
    HYPOTHESIS_LIMIT,
  );
}

/** What refutes it is often told as a finding, which must not be taken for one. */
function refutation({ refutes }: RuleNote): string {
  return /\brefut|\bwould mean\b/i.test(refutes) ? refutes : `What would refute it: ${refutes}`;
}

function correlationLead(
  rule: CorrelationRule,
  motive: Motive,
  related: ReadonlyMap<string, Rule>,
): string {
  const goal = adversaryGoal(motive, doesOf(motive));
  const premise = goal ? `${goal} is at work` : `what “${titleOf(rule)}” describes takes place`;
  return sentence(`If ${premise}, then ${correlationSentence(rule, related)}`);
}

function detectionLead({ rule, ways: all, facts, behaviours }: DetectionReading, motive: Motive) {
  const activity = activityOf(rule.logsource);
  const ways = groupWays(all, activity);
  const goal =
    facts.kind === 'posture'
      ? 'a gap in the defence that an adversary could use, not an attack'
      : goalOf(rule, motive, behaviours.does);
  const eventId = (id: string) => {
    const meaning = eventMeaning(rule.logsource, id);
    return meaning ? `${id} (${meaning})` : id;
  };
  const tell = (node: Node | null, detail: Detail) =>
    node ? selectionPhrase(node, activity, detail, eventId) : unlike(activity);
  return fitting((detail) => {
    const told = alternativesTold(ways, detail, tell);
    const comma = told.length > 1 ? ',' : '';
    return sentence(`${capitalise(told.join(', or '))}${comma} would show ${goal}`);
  }, SENTENCE_LIMIT);
}

function exceptions({ ways }: DetectionReading): string[] {
  const [only] = ways;
  if (only && ways.length === 1) {
    return only.excluded.length > 0
      ? [leftOut('The rule leaves out events where', only.excluded)]
      : [];
  }
  return ways.some(({ excluded }) => excluded.length > 0)
    ? ['Each alternative has exceptions of its own, which the rule lists.']
    : [];
}

/** A tactic alone says little, so the title goes before it. */
function goalOf(rule: Rule, motive: Motive, does: string | null): string {
  const goal = adversaryGoal(motive, does);
  if (goal && (does || motive.technique)) return goal;
  const described = `what “${titleOf(rule)}” describes`;
  return goal ? `${described}, by ${goal}` : described;
}

// The shorter each way is, the more ways fit. Ways that read the same are told once.
function alternativesTold(
  ways: readonly Way[],
  detail: Detail,
  tell: (node: Node | null, detail: Detail) => string,
): string[] {
  const told = new Map<string, string>();
  const untold: Node[] = [];
  for (const { wanted } of ways) {
    const text = tell(wanted, detail);
    const key = text.toLowerCase();
    if (told.has(key) || told.size < Math.max(1, detail.comparisons - 1)) {
      if (!told.has(key)) told.set(key, text);
    } else if (wanted) untold.push(wanted);
  }
  const texts = [...told.values()];
  if (untold.length > 0) {
    const hidden = untold.flatMap(allComparisons);
    texts.push(`a match on ${fieldsNamed(hidden)}${suchAs(hidden, detail)}`);
  }
  return texts;
}

/** Each of several conditions as a statement, or if they find no room, what they go by, with some of their values. What
 * holds together stays together. */
function leftOut(start: string, nodes: readonly Node[]): string {
  const told = nodes.map((node) => statement(node, WHOLE));
  const comma = told.length > 1 && told.some((part) => / (?:or|and) /.test(part));
  const joined = comma ? `${told.slice(0, -1).join(', ')}, or ${told.at(-1)}` : series(told, 'or');
  const text = sentence(`${start} ${joined}`);
  if (text.length <= FILTERS_LIMIT) return text;
  const isAlone = (node: Node) =>
    new Set(allComparisons(node).map(({ field }) => field)).size === 1;
  return sentence(
    nodes.every(isAlone)
      ? `${start} ${groupedByField(nodes, 'or')} has one of the values that the rule lists`
      : `${start} one of its filters fits, which combine ${groupedByField(nodes, 'and')}`,
  );
}

function unlike(activity: Activity): string {
  return `a ${activity.subject.noun} that matches none of the rule’s exceptions`;
}

function fitting(make: (detail: Detail) => string, limit: number): string {
  let text = '';
  for (const detail of DETAILS) {
    text = make(detail);
    if (text.length <= limit) return text;
  }
  return bounded(text, limit);
}

function titleOf({ title }: Rule): string {
  return title.trim().replace(/\s+/g, ' ');
}

/** By target, in the order of TARGETS. */
export function inOrder(translations: readonly Translation[]): readonly Translation[] {
  return [...translations].sort((a, b) => TARGETS.indexOf(a.target) - TARGETS.indexOf(b.target));
}

/** The table of the query to run first: the first exact one, or else the first one, in target order. */
export function bestTable(translations: readonly Translation[]): string | null {
  const usable = inOrder(translations).filter(({ kql, table }) => kql !== null && table !== null);
  const best = usable.find(({ outcome }) => outcome === 'exact') ?? usable[0];
  return best?.table ?? null;
}
