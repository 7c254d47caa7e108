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

/** What a rule and its queries say of one event. */
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
        : { fires: null, why: `Nothing documented puts this event into ${table}.` };
      return { target, table, ...verdict };
    }),
  };
}

/** What a correlation and its queries say of all events together. `rules` are those it can be over. */
export function judgeCorrelation(
  { rule, queries }: Runnable<CorrelationRule>,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly IndexedEvent[],
): RuleVerdict {
  const views = events.flatMap((event) => event.views);
  const fires = matchCorrelation(rule, rules, views).length > 0;
  return {
    ruleId: rule.id,
    sigma: { fires, why: fires ? null : 'No group of events reaches the bound.' },
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

/** A filter's selections can have the names of the rule's own, so the filter is named. */
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
  if (views.length === 0) return 'The event belongs to no known log source.';
  const found = views.map(logSourceName).join(', ');
  return `The rule is for ${logSourceName(logsource)}; the event belongs to ${found}.`;
}

function run(query: RunnableQuery, rows: readonly TableRow[]): Verdict {
  return 'failure' in query
    ? { fires: null, why: query.failure }
    : { fires: query.fires(rows), why: null };
}

/** `windows/process_creation`, with the parts that are set. */
export function logSourceName({
  product,
  category,
  service,
}: Pick<LogSource, 'product' | 'category' | 'service'>): string {
  return [product, category, service].filter((part) => part !== null).join('/') || 'no log source';
}
