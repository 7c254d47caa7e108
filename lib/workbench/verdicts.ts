import type { TableRow } from '@/lib/events';
import type { IndexedEvent, RunnableQuery } from '@/lib/proof';
import {
  type CorrelationRule,
  coversLogSource,
  type DetectionRule,
  type ExplainedPart,
  type Explanation,
  explainRule,
  type LogSource,
  matchCorrelation,
  type SigmaEvent,
} from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { EventVerdict, Verdict } from './types';

/** A rule with its filters applied, and its query on each target that has one. */
export interface Runnable<Any extends DetectionRule | CorrelationRule> {
  readonly rule: Any;
  readonly queries: readonly {
    readonly target: Target;
    readonly table: string;
    readonly query: RunnableQuery;
  }[];
}

export type RuleVerdict = EventVerdict['rules'][number];

/** Whether a rule and its queries fire on one event. */
export function judgeDetection(
  { rule, queries }: Runnable<DetectionRule>,
  { views, rowsIn }: IndexedEvent,
): RuleVerdict {
  return {
    ruleId: rule.id,
    ...explainViews(rule, views),
    kql: queries.map(({ target, table, query }) => {
      const rows = rowsIn(target);
      const verdict = rows.some((row) => row.table === table)
        ? run(query, rows)
        : { fires: null, why: `How ${table} records this event is not documented.` };
      return { target, table, ...verdict };
    }),
  };
}

/** Whether a correlation and its queries fire on all events together. `rules` are the rules it can refer to. */
export function judgeCorrelation(
  { rule, queries }: Runnable<CorrelationRule>,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly IndexedEvent[],
): RuleVerdict {
  const views = events.flatMap((event) => event.views);
  const fires = matchCorrelation(rule, rules, views).length > 0;
  return {
    ruleId: rule.id,
    sigma: { fires, why: fires ? null : 'No group of events meets the correlation’s condition.' },
    matchedFields: [],
    kql: queries.map(({ target, table, query }) => {
      const rows = events.flatMap(({ rowsIn }) => rowsIn(target));
      return { target, table, ...run(query, rows) };
    }),
  };
}

function explainViews(
  rule: DetectionRule,
  views: readonly SigmaEvent[],
): Pick<RuleVerdict, 'sigma' | 'matchedFields'> {
  const explained = views
    .filter((view) => coversLogSource(rule.logsource, view))
    .map((view) => explainRule(rule, view));
  const match = explained.find(({ matched }) => matched);
  if (match) return { sigma: { fires: true, why: null }, matchedFields: match.matchedFields };
  const why = explained[0] ? reasonOf(explained[0]) : otherLogSource(rule, views);
  return { sigma: { fires: false, why }, matchedFields: [] };
}

/** Names the filter, because its selections can have the same names as the rule's own. */
function reasonOf({ failure, reason }: Explanation): string | null {
  const filter = failure && filterOf(failure);
  return filter ? `Filter ${filter}: ${reason}` : reason;
}

function filterOf(part: ExplainedPart): string | undefined {
  if (part.kind === 'test') return part.origin.filter;
  const [first, ...others] = part.of.map(filterOf);
  return others.every((filter) => filter === first) ? first : undefined;
}

function otherLogSource({ logsource }: DetectionRule, views: readonly SigmaEvent[]): string {
  if (views.length === 0) return 'The event’s log source is not known.';
  const found = views.map(logSourceName).join(', ');
  return `The rule is for ${logSourceName(logsource)}, but the event is from ${found}.`;
}

function run(query: RunnableQuery, rows: readonly TableRow[]): Verdict {
  return 'failure' in query
    ? { fires: null, why: query.failure }
    : { fires: query.fires(rows), why: null };
}

/** The parts of a log source that are set: `windows/process_creation`. */
export function logSourceName({
  product,
  category,
  service,
}: Pick<LogSource, 'product' | 'category' | 'service'>): string {
  return [product, category, service].filter((part) => part !== null).join('/') || 'no log source';
}
