import { column, compare, type Expression, list, or, string } from '@/lib/kql';
import { originsOf } from './origin';
import { best, type Requirement, requirementsOf, single } from './requirements';
import { weightOf } from './terms';

/** More terms than this add little: each is in few rows already. */
const MAX_TOGETHER = 3;

/** What a query is about, for its prefilter. */
export interface Prefiltered {
  readonly columns: Readonly<Record<string, string>>;
  /** Computed column → KQL. */
  readonly computed: ReadonlyMap<string, string>;
}

/** Columns of whole messages, which a test for a part of them would scan. */
const MESSAGES: ReadonlySet<string> = new Set(['SyslogMessage']);

/**
 * Whole terms, in the table's own columns, that every row has which the condition accepts; null if there
 * are none. An index finds terms, so the rest of the query runs on few rows.
 */
export function prefilterOf(condition: Expression, table: Prefiltered): Expression | null {
  const origins = originsOf(
    (name) => table.computed.get(name) ?? (MESSAGES.has(name) ? name : null),
    table.columns,
  );
  const requirements = requirementsOf(condition, origins);
  return allOf(requirements) ?? anyOf(best(requirements));
}

/** Phrases that one column must all have. */
function allOf(requirements: readonly Requirement[]): Expression | null {
  let found: { name: string; phrases: readonly string[] } | null = null;
  for (const [name, phrases] of singles(requirements)) {
    const chosen = heaviest(phrases);
    if (!found || weight(chosen) > weight(found.phrases)) found = { name, phrases: chosen };
  }
  return found && has(found.name, found.phrases, 'has_all');
}

/** The phrases that a column must have each, by column. */
export function singles(requirements: readonly Requirement[]): Map<string, string[]> {
  const byColumn = new Map<string, string[]>();
  for (const requirement of requirements) {
    const one = single(requirement);
    if (!one) continue;
    const known = byColumn.get(one.column);
    if (known) known.push(one.phrase);
    else byColumn.set(one.column, [one.phrase]);
  }
  return byColumn;
}

function weight(phrases: readonly string[]): number {
  return phrases.reduce((sum, phrase) => sum + weightOf(phrase), 0);
}

/** A few phrases, none of which another holds. */
export function heaviest(phrases: readonly string[]): readonly string[] {
  const chosen: string[] = [];
  for (const phrase of phrases.toSorted((a, b) => weightOf(b) - weightOf(a))) {
    const lower = phrase.toLowerCase();
    if (chosen.some((one) => one.toLowerCase().includes(lower))) continue;
    chosen.push(phrase);
    if (chosen.length === MAX_TOGETHER) break;
  }
  return chosen;
}

function anyOf(requirement: Requirement | null): Expression | null {
  if (!requirement) return null;
  return or(...[...requirement].map(([name, phrases]) => has(name, phrases, 'has_any')));
}

function has(name: string, phrases: readonly string[], several: 'has_all' | 'has_any'): Expression {
  const [first = ''] = phrases;
  if (phrases.length === 1) return compare(column(name), 'has', string(first));
  return list(column(name), several, phrases.map(string));
}
