import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Topic } from '@/lib/question-topic';
import type { Target } from '@/lib/target';
import type { PivotEntry, PivotFile } from './file-schema';
import { columnTest, TIME } from './has-column';

/** A query whose matches are followed. */
export interface FollowedQuery {
  readonly target: Target;
  readonly facts: QueryFacts | null;
}

/** A query that follows a match. */
export interface Pivot {
  readonly title: string;
  readonly kql: string;
}

/** The pivots that a query's result has the values for, as text to fill in and run. */
export function pivotsFor(file: PivotFile, { target, facts }: FollowedQuery): readonly Pivot[] {
  return fitting(file, facts).map((entry) => rendered(entry, file, target));
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
 * Each pivot stands beside one step. A step with a topic has the first pivot on it. A step without has the one of which
 * it says most words that it is about, if that is enough: two words, or one of two words.
 */
export function pivotsOfSteps(
  file: PivotFile,
  { target, facts }: FollowedQuery,
  steps: readonly Step[],
): StepPivots {
  const left = new Set(fitting(file, facts));
  const chosen = steps.map(({ text, topic }) => {
    const best = topic
      ? ([...left].find(({ topics }) => topics.includes(topic)) ?? null)
      : mostAbout(text.toLowerCase(), [...left]);
    if (best) left.delete(best);
    return best;
  });
  const show = (entry: PivotEntry) => rendered(entry, file, target);
  return { ofSteps: chosen.map((entry) => entry && show(entry)), others: [...left].map(show) };
}

function fitting(file: PivotFile, facts: QueryFacts | null): PivotEntry[] {
  const has = columnTest(file, facts);
  return file.pivots.filter(({ from }) => from.every(({ column }) => has(column)));
}

/** The least that a step says of a pivot that answers it, in words. */
const ENOUGH = 2;

function mostAbout(step: string, entries: readonly PivotEntry[]): PivotEntry | null {
  let best: PivotEntry | null = null;
  let most = ENOUGH - 1;
  for (const entry of entries) {
    const said = entry.about.filter((word) => new RegExp(`\\b${word}`).test(step));
    const words = said.reduce((sum, word) => sum + word.split(' ').length, 0);
    if (words > most) [best, most] = [entry, words];
  }
  return best;
}

function rendered({ title, from, kql }: PivotEntry, file: PivotFile, target: Target): Pivot {
  const values = from.map(({ name, column, type }) =>
    type === 'string'
      ? `let ${name} = @"<${column}>";`
      : `let ${name} = ${type}(null); // ${column}`,
  );
  if (/\bwhen\b/.test(kql))
    values.push(`let when = datetime(null); // ${file.time ?? TIME[target]}`);
  const head = values.length > 0 ? ['// Fill in from the match', ...values] : [];
  return { title, kql: [...head, kql.trimEnd().replaceAll('{time}', TIME[target])].join('\n') };
}
