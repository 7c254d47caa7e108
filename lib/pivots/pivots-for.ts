import { shortName, shortNameOf } from '@/lib/kql/host-name';
import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Topic } from '@/lib/question-topic';
import type { Target } from '@/lib/target';
import { blank } from './blank';
import type { PivotEntry, PivotFile } from './file-schema';
import { eventsLeft, filledTest } from './filled-column';
import { columnTest, TIME, timeOf } from './has-column';

/** A query whose matches are followed. */
export interface FollowedQuery {
  readonly target: Target;
  readonly facts: QueryFacts | null;
  /** Of the rule; without it, pivots for any product fit. */
  readonly product?: string | null;
}

/** A query that follows a match. */
export interface Pivot {
  readonly title: string;
  readonly kql: string;
}

/** The pivots that a query's result has the values for, as text to fill in and run. */
export function pivotsFor(file: PivotFile, query: FollowedQuery): readonly Pivot[] {
  return fitting(file, query).map((entry) => rendered(entry, file, query.target));
}

/** A step of triage, with the topic of its question where that is known. */
export interface Step {
  readonly text: string;
  readonly topic?: Topic | undefined;
}

/** Pivots beside the steps of triage that they answer, and those that answer none. */
export interface StepPivots {
  /** For each step; null where none answers it. */
  readonly ofSteps: readonly (Pivot | null)[];
  readonly others: readonly Pivot[];
}

/**
 * Each pivot stands beside one step: the one of which the step says most words that it is about. Of a step with a topic
 * those on the topic are asked: a query on something near is worse than none. A step without must say enough: two words,
 * or one of two words.
 */
export function pivotsOfSteps(
  file: PivotFile,
  query: FollowedQuery,
  steps: readonly Step[],
): StepPivots {
  const left = new Set(fitting(file, query));
  const chosen = steps.map(({ text, topic }) => {
    const best = topic ? onTopic(text, topic, [...left]) : mostAbout(text, [...left], ENOUGH);
    if (best) left.delete(best);
    return best;
  });
  const show = (entry: PivotEntry) => rendered(entry, file, query.target);
  const others = [...left].filter((entry) => followsMatch(entry, file)).slice(0, OTHERS);
  return { ofSteps: chosen.map((entry) => entry && show(entry)), others: others.map(show) };
}

/** So many pivots that answer no step are worth a look. */
const OTHERS = 4;

/** Columns that name a device or the kind of an event, and not what it is about. */
const KINDS: ReadonlySet<string> = new Set(['DeviceId', 'EventID', 'EventLog', 'Channel']);

/** Whether a pivot follows what matched; without a step that asks for it, all that a host did answers nothing. */
function followsMatch({ from, products }: PivotEntry, { host }: PivotFile): boolean {
  return products !== undefined || from.some(({ column }) => column !== host && !KINDS.has(column));
}

function fitting(file: PivotFile, query: FollowedQuery): PivotEntry[] {
  const { facts, product } = query;
  const has = columnTest(file, facts);
  const fillOf = filledTest(file, facts, product);
  return file.pivots.filter(
    ({ needs, from, products, exceptEvents }) =>
      needs.every(has) &&
      !(exceptEvents && mayLeave(exceptEvents, facts)) &&
      from.every(({ column }) => has(column) && fillOf(column) !== 'none') &&
      (!products || product === undefined || (product !== null && products.includes(product))),
  );
}

/** Whether a query's filters leave one of these events, as far as they say which. */
function mayLeave(events: readonly number[], facts: QueryFacts | null): boolean {
  return eventsLeft(facts)?.some((id) => events.includes(id)) ?? true;
}

/** The least that a step without a topic says of a pivot that answers it, in words. */
const ENOUGH = 2;

/** Of those on a topic, the one of which the step says most; none if it says nothing of any. */
function onTopic(step: string, topic: Topic, entries: readonly PivotEntry[]): PivotEntry | null {
  return mostAbout(
    step,
    entries.filter(({ topics }) => topics.includes(topic)),
    1,
  );
}

function mostAbout(
  step: string,
  entries: readonly PivotEntry[],
  enough: number,
): PivotEntry | null {
  const text = step.toLowerCase();
  let best: PivotEntry | null = null;
  let most = enough - 1;
  for (const entry of entries) {
    const said = entry.about.filter((word) => new RegExp(`\\b${word}`).test(text));
    const words = said.reduce((sum, word) => sum + word.split(' ').length, 0);
    if (words > most) [best, most] = [entry, words];
  }
  return best;
}

function rendered({ title, from, kql }: PivotEntry, file: PivotFile, target: Target): Pivot {
  const values = from.map(({ name, column, type, short }) => {
    if (type !== 'string') return `let ${name} = ${type}(null); // ${column}`;
    const value = blank(column, file.texts);
    return `let ${name} = ${short ? shortName(value) : value};`;
  });
  if (/\bwhen\b/.test(kql)) values.push(`let when = datetime(null); // ${timeOf(file, target)}`);
  const head = values.length > 0 ? ['// Fill in from the match', ...values] : [];
  const query = kql
    .trimEnd()
    .replaceAll('{time}', TIME[target])
    .replaceAll('{host}', shortNameOf(file.hostNames ?? []));
  return { title, kql: [...head, query, ...guardOf(from, kql)].join('\n') };
}

/** An empty text equals that of every row without one. Nothing is found then, unless the query sees to it itself. */
function guardOf(from: PivotEntry['from'], kql: string): string[] {
  const open = from.filter(
    ({ name, type }) =>
      type === 'string' && !new RegExp(`isnotempty\\(${name}\\)|\\b${name} !(?:in|=)`).test(kql),
  );
  if (open.length === 0) return [];
  return [`| where ${open.map(({ name }) => `isnotempty(${name})`).join(' and ')}`];
}
