import { leftOutSentence, parseEvents, toSigmaEvents } from '@/lib/events';
import { recordedIn } from '@/lib/log-sources';
import { type IndexedEvent, indexEvents, type ProofContext } from '@/lib/proof';
import {
  applyFilters,
  type CorrelationRule,
  type DetectionRule,
  detectionOf,
  type Rule,
} from '@/lib/sigma';
import type { EventVerdict, TranslateAnswer, TranslatedRule } from './types';
import { judgeCorrelation, judgeDetection, logSourceName, type Runnable } from './verdicts';

const MAX_EVENTS = 100;

/**
 * Runs every rule and each of its queries on every event, with the reason if one does not fire. Filters
 * among `rules` apply to the rules as in the queries. Correlations run on all events together;
 * their verdicts come first, as event number 0.
 */
export function runPastedEvents(
  text: string,
  rules: readonly Rule[],
  translated: ReadonlyMap<Rule, TranslatedRule>,
  context: ProofContext,
): Pick<TranslateAnswer, 'events' | 'eventsNote'> {
  if (text.trim() === '') return { events: [], eventsNote: null };
  const { events: all, leftOut } = parseEvents(text);
  const pasted = all.slice(0, MAX_EVENTS);
  const raws = pasted.map((raw) => withLogSource(raw, rules));
  const cut =
    all.length > MAX_EVENTS ? `Only the first ${MAX_EVENTS} of ${all.length} events were run.` : '';
  return {
    events: judge(makeRunnable(rules, translated, context), indexEvents(raws, context)),
    eventsNote:
      [leftOutSentence(leftOut), cut, whatToAdd(pasted, rules)].filter(Boolean).join(' ') || null,
  };
}

/** What events need so that the queries on Windows' event logs can run on them. */
function whatToAdd(pasted: readonly unknown[], rules: readonly Rule[]): string {
  if (pasted.every((raw) => toSigmaEvents(raw).length > 0)) return '';
  const rule = firstDetection(rules);
  const [log] = rule ? recordedIn(rule.logsource) : [];
  if (!log) return '';
  const names = JSON.stringify({ Channel: log.channels[0], Provider_Name: log.provider });
  const id = log.eventIds[0] ?? '<its id>';
  return `Events that do not name their log are not run on tables of Windows event logs. To run them there, add \`${names.slice(1, -1)},"EventID":${id}\` to each.`;
}

/** An event without a log source gets the first rule's. */
function withLogSource(raw: unknown, rules: readonly Rule[]): unknown {
  if (toSigmaEvents(raw).length > 0) return raw;
  const rule = firstDetection(rules);
  return rule ? { logsource: rule.logsource, event: raw } : raw;
}

function firstDetection(rules: readonly Rule[]): DetectionRule | null {
  return rules.map(detectionOf).find((rule) => rule !== null) ?? null;
}

interface RunnableRules {
  /** With the filters applied: all that a correlation can refer to, also what it counts itself. */
  readonly all: readonly (DetectionRule | CorrelationRule)[];
  readonly detections: readonly Runnable<DetectionRule>[];
  readonly correlations: readonly Runnable<CorrelationRule>[];
}

function makeRunnable(
  rules: readonly Rule[],
  translated: ReadonlyMap<Rule, TranslatedRule>,
  context: ProofContext,
): RunnableRules {
  const filters = rules.filter((rule) => rule.kind === 'filter');
  const queriesOf = (rule: Rule) =>
    (translated.get(rule)?.targets ?? []).flatMap(({ target, table, kql }) =>
      kql === null || table === null
        ? []
        : [{ target, table, query: context.compile(kql, target) }],
    );
  const detections = rules
    .filter((rule) => rule.kind === 'detection')
    .map((rule) => ({ rule: applyFilters(rule, filters), queries: queriesOf(rule) }));
  const correlations = rules
    .filter((rule) => rule.kind === 'correlation')
    .map((rule) => ({ rule, queries: queriesOf(rule) }));
  const counted = correlations.flatMap(({ rule }) =>
    rule.counted ? [applyFilters(rule.counted, filters)] : [],
  );
  const all = [
    ...detections.map(({ rule }) => rule),
    ...correlations.map(({ rule }) => rule),
    ...counted,
  ];
  return { all, detections, correlations };
}

function judge(
  { all, detections, correlations }: RunnableRules,
  events: readonly IndexedEvent[],
): EventVerdict[] {
  const each = events.map(
    (event, place): EventVerdict => ({
      number: place + 1,
      logSources: event.views.map(logSourceName),
      rules: detections.map((one) => judgeDetection(one, event)),
    }),
  );
  if (correlations.length === 0 || events.length === 0) return each;
  const together: EventVerdict = {
    number: 0,
    logSources: [],
    rules: correlations.map((one) => judgeCorrelation(one, all, events)),
  };
  return [together, ...each];
}
