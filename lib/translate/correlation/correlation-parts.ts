import type { Diagnostic } from '@/lib/diagnostic';
import type { Query } from '@/lib/kql';
import type { Rule } from '@/lib/sigma';
import type { DetectionVariant } from '../translate-detection';
import type { Outcome } from '../types';
import type { CorrelationTrace, Place } from './correlation-trace';

/**
 * A correlation as KQL. The matches of its rules become rows of `Matches`: when, which rule, the values
 * they are grouped by, the values that are counted. Then windows slide: one begins at each match and
 * holds the matches within the timespan, both ends included. Fixed buckets would lose bursts across
 * their edges.
 *
 *     let Matches = SigninLogs | where … | project Time = TimeGenerated, User = UserPrincipalName;
 *     Matches
 *     | distinct Start = Time, User
 *     | join kind=inner Matches on User
 *     | where Time between (Start .. Start + 10m)
 *     | summarize End = max(Time), Count = count() by User, Start
 *     | where Count >= 10
 *
 * A measure that can shrink as the window grows (an average, "fewer than") counts only in windows that
 * no earlier one contains: the last match alone is not "fewer than five". A correlation inside another
 * fires each time its condition holds, so its windows end at matches.
 */
export interface CorrelationParts {
  /** The primary translation of a detection rule, filters and placeholders applied. */
  readonly detection: (rule: Extract<Rule, { kind: 'detection' }>) => DetectionVariant | Diagnostic;
  readonly related: ReadonlyMap<string, Rule>;
}

/** State shared while a correlation and the ones it chains are built. */
export interface Building extends CorrelationParts {
  readonly trace: CorrelationTrace;
  /** Definitions in the query so far; each needs a unique name. */
  definitions: number;
  /** Rules in the query so far; a rule listed twice counts twice. */
  branches: number;
}

export interface Branch {
  readonly query: Query;
  readonly outcome: Outcome;
  readonly tables: readonly string[];
  readonly label: string;
  readonly diagnostics: readonly Diagnostic[];
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Diagnostic[] };

/** One of the rules that a correlation lists, and what its matches must supply. */
export interface BranchOf {
  readonly index: number;
  readonly name: string;
  readonly columns: readonly Wanted[];
  readonly groups: readonly string[];
  readonly own: Place;
  readonly below: Place;
}

interface Wanted {
  readonly asColumn: string;
  /** The field or alias that the correlation names. */
  readonly name: string;
  readonly field: string;
  readonly place: string;
  readonly span: Diagnostic['span'] & object;
}

export const OWN_COLUMNS = [
  'Time',
  'Start',
  'End',
  'Next',
  'Last',
  'Length',
  'Rule',
  'Value',
  'Measure',
  'Contained',
  'Group',
];

export function nameOf(rule: Rule): string {
  return rule.name ?? (rule.title || rule.id);
}

/** Unique column names that avoid those in `taken`. */
export function freeNames(names: readonly string[], taken: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of names) {
    let free = name.replace(/\W+/g, '_');
    if (/^\d/.test(free) || free === '') free = `_${free}`;
    while (taken.includes(free) || found.includes(free)) free += '_';
    found.push(free);
  }
  return found;
}
