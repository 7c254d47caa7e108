import type { QueryFacts } from '@/lib/kql/query-facts';
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

/**
 * For each step of triage the pivot that answers it: the first unused one of which most words are in the
 * step. A step that no unused pivot is about has none; the first pivot that is left goes to the first such.
 */
export function pivotsOfSteps(
  file: PivotFile,
  { target, facts }: FollowedQuery,
  steps: readonly string[],
): readonly (Pivot | null)[] {
  const left = new Set(fitting(file, facts));
  const chosen = steps.map((step) => {
    const best = mostAbout(step.toLowerCase(), [...left]);
    if (best) left.delete(best);
    return best;
  });
  const [first] = left;
  const bare = chosen.indexOf(null);
  if (first && bare >= 0) chosen[bare] = first;
  return chosen.map((entry) => entry && rendered(entry, file, target));
}

function fitting(file: PivotFile, facts: QueryFacts | null): PivotEntry[] {
  const has = columnTest(file, facts);
  return file.pivots.filter(({ from }) => from.every(({ column }) => has(column)));
}

function mostAbout(step: string, entries: readonly PivotEntry[]): PivotEntry | null {
  let best: PivotEntry | null = null;
  let most = 0;
  for (const entry of entries) {
    const count = entry.about.filter((word) => new RegExp(`\\b${word}`).test(step)).length;
    if (count > most) [best, most] = [entry, count];
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
