import { parseEvents, type TableRow, tableSchemas, toRows, toSigmaEvents } from '@/lib/events';
import type { ProofContext, RunnableQuery } from '@/lib/proof';
import {
  coversLogSource,
  type DetectionRule,
  explainRule,
  type LogSource,
  matchCorrelation,
  type Rule,
  type SigmaEvent,
} from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { EventVerdict, TranslateAnswer, TranslatedRule, Verdict } from './types';

const MAX_EVENTS = 100;

type RuleVerdict = EventVerdict['rules'][number];

/** Runs every rule and each of its queries on every event, and says why where one does not fire. */
export function runPastedEvents(
  text: string,
  rules: readonly Rule[],
  translated: readonly TranslatedRule[],
  context: ProofContext,
): Pick<TranslateAnswer, 'events' | 'eventsNote'> {
  if (text.trim() === '') return { events: [], eventsNote: null };
  const { events: all, error } = parseEvents(text);
  const raws = all.slice(0, MAX_EVENTS).map((raw) => withLogSource(raw, rules));
  const queries = new Map(
    translated.map(({ id, targets }) => [
      id,
      targets.flatMap(({ target, table, kql }) =>
        kql === null || table === null
          ? []
          : [{ target, table, query: context.compile(kql, target) }],
      ),
    ]),
  );
  const rowsOf = createRows(context);
  const sigmaEvents = raws.map((raw) => toSigmaEvents(raw));

  const events = raws.map((raw, index): EventVerdict => {
    const seen = sigmaEvents[index] ?? [];
    return {
      number: index + 1,
      logSources: seen.map(nameOf),
      rules: rules.flatMap((rule): RuleVerdict[] => {
        if (rule.kind !== 'detection') return [];
        const { sigma, matchedFields } = explainVerdict(rule, seen);
        return [
          {
            ruleId: rule.id,
            sigma,
            matchedFields,
            kql: (queries.get(rule.id) ?? []).map(({ target, table, query }) => ({
              target,
              table,
              ...queryVerdict(query, table, rowsOf(raw, target)),
            })),
          },
        ];
      }),
    };
  });

  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  if (correlations.length > 0 && raws.length > 0) {
    const parts = rules.filter((rule) => rule.kind !== 'filter');
    events.unshift({
      number: 0,
      logSources: [],
      rules: correlations.map((rule) => {
        const found = matchCorrelation(rule, parts, sigmaEvents.flat()).length;
        return {
          ruleId: rule.id,
          sigma: {
            fires: found > 0,
            why: found > 0 ? null : 'No group of events reaches the bound.',
          },
          matchedFields: [],
          kql: (queries.get(rule.id) ?? []).map(({ target, table, query }) => ({
            target,
            table,
            ...queryVerdict(
              query,
              null,
              raws.flatMap((raw) => rowsOf(raw, target)),
            ),
          })),
        };
      }),
    });
  }
  const cut =
    all.length > MAX_EVENTS ? `Only the first ${MAX_EVENTS} of ${all.length} events.` : '';
  return { events, eventsNote: [error, cut].filter(Boolean).join(' ') || null };
}

/** An event that says no log source of its own is taken to be of the first rule's. */
function withLogSource(raw: unknown, rules: readonly Rule[]): unknown {
  if (toSigmaEvents(raw).length > 0) return raw;
  const rule = rules.find((each): each is DetectionRule => each.kind === 'detection');
  return rule ? { logsource: rule.logsource, event: raw } : raw;
}

function explainVerdict(
  rule: DetectionRule,
  seen: readonly SigmaEvent[],
): { sigma: Verdict; matchedFields: readonly string[] } {
  const covered = seen.filter((event) => coversLogSource(rule.logsource, event));
  const explained = covered.map((event) => explainRule(rule, event));
  const match = explained.find(({ matched }) => matched);
  if (match) return { sigma: { fires: true, why: null }, matchedFields: match.matchedFields };
  const why =
    explained[0]?.reason ??
    (seen.length === 0
      ? 'This is no event of a log source that is known here.'
      : `The rule is for ${nameOf(rule.logsource)}; the event belongs to ${seen.map(nameOf).join(', ')}.`);
  return { sigma: { fires: false, why }, matchedFields: [] };
}

function queryVerdict(
  query: RunnableQuery,
  table: string | null,
  rows: readonly TableRow[],
): Verdict {
  if ('failure' in query) return { fires: null, why: query.failure };
  if (table !== null && !rows.some((row) => row.table === table)) {
    return { fires: null, why: `Nothing documented puts this event into ${table}.` };
  }
  return { fires: query.fires(rows), why: null };
}

function createRows(context: ProofContext): (raw: unknown, target: Target) => readonly TableRow[] {
  const known = new Map<unknown, Map<Target, readonly TableRow[]>>();
  return (raw, target) => {
    const byTarget = known.get(raw) ?? new Map<Target, readonly TableRow[]>();
    known.set(raw, byTarget);
    const rows = byTarget.get(target) ?? toRows(raw, tableSchemas(context.schemas, target), target);
    byTarget.set(target, rows);
    return rows;
  };
}

function nameOf({
  product,
  category,
  service,
}: Pick<LogSource, 'product' | 'category' | 'service'>): string {
  return [product, category, service].filter((part) => part !== null).join('/') || 'no log source';
}
