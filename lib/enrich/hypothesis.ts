import type { Attack } from '@/lib/attack';
import { type Activity, activityOf, eventMeaning } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { DetectionRule, Rule } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import type { Translation } from '@/lib/translate/types';
import { goalOf, means } from './adversary-goal';
import { comparisonsIn, conjuncts, disjuncts, type Node } from './comparison';
import { correlationSentence } from './correlation';
import { selectionPhrase } from './description';
import { statement } from './phrase';
import { telemetry } from './telemetry';
import type { AttackContext } from './types';
import { bounded, code, type Detail, sentence } from './words';

/** The longest first sentence, which the feed shows. */
const SENTENCE_LIMIT = 280;
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
/** The longest second sentence. */
const FILTERS_LIMIT = 560;

/** One sentence about what to hunt for, then, on its own line, what the rule excludes. */
export function hypothesis(
  rule: Rule,
  translations: readonly Translation[],
  context: AttackContext,
  attack: Attack,
  related: ReadonlyMap<string, Rule>,
): string {
  const table = bestTable(translations);
  const premise = premiseOf(rule, context, attack);
  const lines: string[] = [];
  if (rule.kind === 'correlation') {
    lines.push(sentence(`${premise}, then ${correlationSentence(rule, related)}`));
    if (table) lines.push(`The query runs over ${code(table, 60)}.`);
  } else if (rule.kind === 'filter') {
    const node = comparisonsIn(rule.filter.predicate);
    const over = rule.filter.rules === 'any' ? 'any rule' : `${rule.filter.rules.length} rules`;
    lines.push(leftOut(`Events of ${over} are excluded unless`, node));
  } else {
    addAll(lines, detectionLines(rule, premise, table));
  }
  return bounded(
    lines.map((line) => bounded(line, HYPOTHESIS_LIMIT / 2)).join('\n'),
    HYPOTHESIS_LIMIT,
  );
}

function detectionLines(rule: DetectionRule, premise: string, table: string | null): string[] {
  const ways = waysOf(comparisonsIn(rule.predicate));
  const excluded = ways.length === 1 ? (ways[0]?.excluded ?? []) : [];
  const activity = activityOf(rule.logsource);
  const where = `${telemetry(rule.logsource)}${table ? ` (${code(table, 60)})` : ''}`;
  const eventId = (id: string) => {
    const meaning = eventMeaning(rule.logsource, id);
    return meaning ? `${id} (${meaning})` : id;
  };
  const tell = (node: Node | null, detail: Detail) =>
    node ? selectionPhrase(node, activity, detail, eventId) : unlike(activity);
  const first = fitting((detail) => {
    // The shorter each way is, the more ways fit.
    const told = ways
      .slice(0, Math.max(1, detail.comparisons - 1))
      .map(({ wanted }) => tell(wanted, detail));
    const rest = ways.length - told.length;
    if (rest > 0) told.push(rest === 1 ? 'one other pattern' : `one of ${rest} other patterns`);
    return sentence(`${premise}, then ${where} will show ${told.join(', or ')}`);
  }, SENTENCE_LIMIT);
  const lines = [first];
  if (excluded.length > 0) {
    const node: Node =
      excluded.length === 1 && excluded[0] ? excluded[0] : { kind: 'or', of: excluded };
    lines.push(leftOut('The rule excludes events where', node));
  }
  return lines;
}

function leftOut(start: string, node: Node): string {
  return fitting((detail) => sentence(`${start} ${statement(node, detail)}`), FILTERS_LIMIT);
}

function unlike(activity: Activity): string {
  return `a ${activity.subject.noun} that matches none of the rule’s exceptions`;
}

/** One way to match: a condition that must hold, and exceptions that must not. */
export interface Way {
  readonly wanted: Node | null;
  readonly excluded: readonly Node[];
}

export function waysOf(node: Node): readonly Way[] {
  const ways = disjuncts(node);
  // Alternatives that are plain comparisons read well as one way; nested ones do not.
  return ways.every(({ kind }) => kind === 'comparison') ? [wayOf(node)] : ways.map(wayOf);
}

function wayOf(node: Node): Way {
  const wanted = conjuncts(node).filter(({ kind }) => kind !== 'not');
  const [only] = wanted;
  return {
    wanted: wanted.length > 1 ? { kind: 'and', of: wanted } : (only ?? null),
    excluded: conjuncts(node).flatMap((part) => (part.kind === 'not' ? disjuncts(part.of) : [])),
  };
}

function fitting(make: (detail: Detail) => string, limit: number): string {
  let text = '';
  for (const detail of DETAILS) {
    text = make(detail);
    if (text.length <= limit) return text;
  }
  return bounded(text, limit);
}

function premiseOf(rule: Rule, context: AttackContext, attack: Attack): string {
  const [technique] = context.techniques;
  const tactic = technique
    ? (context.tactics.find((own) =>
        technique.tactics.some(({ shortName }) => shortName === own.shortName),
      ) ?? technique.tactics[0])
    : context.tactics[0];
  const aim = tactic ? goalOf(tactic) : null;
  if (technique && aim) {
    const full = attack.techniques.get(technique.id);
    return `If an adversary ${aim} ${means(full ?? technique)}`;
  }
  if (technique) return `If an adversary is ${means(technique).replace(/^by /, '')}`;
  if (aim) return `If an adversary ${aim}`;
  return `If the activity in “${rule.title.trim().replace(/\s+/g, ' ')}” takes place`;
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
