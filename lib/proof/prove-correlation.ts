import { changeField, tableSchemas, toRaw, toRows, toSigmaEvents } from '@/lib/events';
import {
  type CorrelationRule,
  type DetectionRule,
  matchCorrelation,
  type Rule,
  type SigmaEvent,
} from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Translation } from '@/lib/translate';
import { constructEvents } from './construct-events';
import type { ProofContext } from './run-query';
import type { Evidence, NearMiss, Sample } from './types';

/*
 * A correlation speaks of many events, so it is proven on lists of them: as many of its rules' own
 * constructed events as it asks for, close together and sharing what it groups by. Near misses are
 * one event fewer, the same spread over more than the timespan, and the same in different groups.
 */

const START = Date.UTC(2026, 0, 1, 12);
const MAX_LIST = 2_000;
/** Lists longer than this would say nothing that shorter ones do not. */
const MAX_DEPTH = 4;

type Related = ReadonlyMap<string, Rule>;
type Base = DetectionRule | CorrelationRule;

export function proveCorrelation(
  input: {
    readonly rule: CorrelationRule;
    readonly translations: readonly Translation[];
    readonly samples: readonly Sample[];
    readonly related?: Related;
  },
  context: ProofContext,
): Evidence[] {
  const { rule } = input;
  const related: Related = input.related ?? new Map<string, Rule>();
  const rules = basesOf(rule, related);
  const fires = (raws: readonly unknown[]): boolean =>
    matchCorrelation(
      rule,
      rules,
      raws.flatMap((raw) => firstEvents(raw, rules)),
    ).length > 0;
  const lists: { kind: Evidence['kind']; name: string; events: readonly unknown[] }[] = [];
  for (const { name, event, written } of input.samples) {
    const events = Array.isArray(event) ? event : [event];
    lists.push({ kind: written ? 'written' : 'sample', name, events });
  }
  const built = constructList(rule, rules);
  if (built) {
    const events = built.map(({ raw }) => raw);
    lists.push({ kind: 'constructed', name: `${events.length} events`, events });
  }
  const misses = built ? missesOf(rule, built).filter(({ events }) => !fires(events)) : [];
  return input.translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap((variant): Evidence[] => {
      const { kql, table } = variant;
      if (kql === null || table === null) return [];
      const { target } = translation;
      const query = context.compile(kql, target);
      const base = {
        ruleId: rule.id,
        target,
        table,
        label: variant.label,
        outcome: variant.outcome,
        translatorVersion: context.translatorVersion,
        matchedFields: [...rule.correlation.groupBy, ...rule.correlation.fields],
      };
      const tables = new Set([table, ...variant.tables]);
      return lists.map(({ kind, name, events }): Evidence => {
        const rows = rowsOf(events, target, context).filter((row) => tables.has(row.table));
        const reason =
          'failure' in query
            ? query.failure
            : rows.length === 0
              ? `nothing documented puts these events into ${table}`
              : null;
        const run = (raws: readonly unknown[]): boolean =>
          'fires' in query &&
          query.fires(rowsOf(raws, target, context).filter((row) => tables.has(row.table)));
        return {
          ...base,
          kind,
          name,
          event: events,
          origin: rows[0]?.origin ?? 'recorded',
          tried: reason === null ? 1 : 0,
          sigma: reason === null && fires(events),
          kql: reason === null && run(events),
          nearMisses:
            reason === null && kind === 'constructed'
              ? misses.map(
                  ({ change, events: changed }): NearMiss => ({
                    change,
                    field: null,
                    sigma: false,
                    kql: run(changed),
                  }),
                )
              : [],
          skipped: reason,
        };
      });
    }),
  );
}

function rowsOf(raws: readonly unknown[], target: Target, { schemas }: ProofContext) {
  return raws.flatMap((raw) => toRows(raw, tableSchemas(schemas, target), target));
}

/** One view of each event: the matcher looks at log sources itself. */
function firstEvents(raw: unknown, rules: readonly Base[]): SigmaEvent[] {
  const events = toSigmaEvents(raw);
  const wanted = events.find((event) =>
    rules.some((rule) => rule.kind === 'detection' && rule.logsource.category === event.category),
  );
  const chosen = wanted ?? events[0];
  return chosen ? [chosen] : [];
}

/** The rules that a correlation is over, those of chained correlations included. */
function basesOf(rule: CorrelationRule, related: Related, depth = 0): Base[] {
  if (depth > MAX_DEPTH) return [];
  return rule.correlation.rules.flatMap((reference): Base[] => {
    const found = related.get(reference);
    if (found?.kind === 'detection') return [found];
    if (found?.kind === 'correlation') return [found, ...basesOf(found, related, depth + 1)];
    return [];
  });
}

/** A raw event, and the rule that it was made for. */
interface Built {
  readonly raw: unknown;
  readonly base: DetectionRule;
}

/** A list of events for which the correlation fires, or null when none could be made. */
function constructList(
  rule: CorrelationRule,
  rules: readonly Base[],
  depth = 0,
): readonly Built[] | null {
  if (depth > MAX_DEPTH) return null;
  const bases = rule.correlation.rules.map((reference) =>
    rules.find(({ id, name }) => id === reference || name === reference),
  );
  // What makes each of the rules happen once: an event, or the events of a chained correlation.
  const once: (readonly Built[])[] = [];
  for (const base of bases) {
    if (base?.kind === 'correlation') {
      const inner = constructList(base, rules, depth + 1);
      if (!inner) return null;
      once.push(inner);
    } else {
      const first = base ? constructEvents(base, 1).events[0] : undefined;
      if (!base || !first) return null;
      once.push([{ raw: toRaw(base.logsource, first.fields), base }]);
    }
  }
  for (const count of [1, 2, ...boundsOf(rule)]) {
    const built = listOf(rule, once, count);
    if (built.length > MAX_LIST) return null;
    const events = built.flatMap(({ raw }) => firstEvents(raw, rules));
    if (matchCorrelation(rule, rules, events).length > 0) return built;
  }
  return null;
}

function boundsOf(rule: CorrelationRule): number[] {
  const values = rule.correlation.bounds.flatMap(({ value }) => [value, value + 1, value - 1]);
  return values.filter((value) => value > 0 && value <= MAX_LIST).map(Math.ceil);
}

/** Each rule `count` times, a second apart or less, in one group, with values of their own. */
function listOf(
  rule: CorrelationRule,
  once: readonly (readonly Built[])[],
  count: number,
): readonly Built[] {
  const { type, bounds, fields, timespan, groupBy } = rule.correlation;
  const perRule = isTemporal(type) ? 1 : count;
  const total = perRule * once.reduce((sum, { length }) => sum + length, 0);
  const step = Math.min(1000, Math.floor((timespan * 900) / Math.max(1, total)));
  const bound = bounds[0]?.value ?? 1;
  const built: Built[] = [];
  for (const [place, events] of once.entries()) {
    for (let at = 0; at < perRule; at++) {
      for (const { raw: first, base } of events) {
        let raw = first;
        for (const name of groupBy) {
          const field = fieldFor(rule, name, base);
          const own = toSigmaEvents(raw)[0]?.fields[field];
          raw = changeField(raw, field, own ?? GROUP_VALUE);
        }
        for (const field of fields) {
          const value = type === 'value_count' ? `value-${place}-${at}` : bound + at;
          raw = changeField(raw, field, value);
        }
        built.push({ raw: withTime(raw, START + built.length * step), base });
      }
    }
  }
  return built;
}

const GROUP_VALUE = 'OFFICE-7';

function isTemporal(type: CorrelationRule['correlation']['type']): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

function fieldFor(rule: CorrelationRule, name: string, base: DetectionRule): string {
  const alias = rule.correlation.aliases[name];
  return alias?.[base.id] ?? (base.name ? alias?.[base.name] : undefined) ?? name;
}

/** Changes of a list after which a correlation should not fire; the caller keeps those that do not. */
function missesOf(
  rule: CorrelationRule,
  built: readonly Built[],
): { change: string; events: readonly unknown[] }[] {
  const { timespan, groupBy, type } = rule.correlation;
  const span = timespan * 1000;
  const raws = built.map(({ raw }) => raw);
  const misses = [
    { change: 'one event fewer', events: raws.slice(0, -1) },
    {
      change: 'the same spread over more than the timespan',
      events: raws.map((raw, at) => withTime(raw, START + at * (span + 60_000))),
    },
  ];
  if (type === 'temporal_ordered') {
    misses.push({
      change: 'the same in the opposite order',
      events: raws.map((raw, at) => withTime(raw, START + (raws.length - at) * 1000)),
    });
  }
  const [group] = groupBy;
  if (group !== undefined) {
    misses.push({
      change: `each in a group of its own (${group})`,
      events: built.map(({ raw, base }, at) =>
        changeField(raw, fieldFor(rule, group, base), `OFFICE-${at + 100}`),
      ),
    });
  }
  return misses;
}

/** A copy of a raw event at another time. */
function withTime(raw: unknown, milliseconds: number): unknown {
  const time = new Date(milliseconds).toISOString();
  const copy = structuredClone(raw) as {
    Event?: { System?: Record<string, unknown> };
    event?: Record<string, unknown>;
  };
  if (copy.Event?.System) {
    copy.Event.System.TimeCreated = { '#attributes': { SystemTime: time } };
  } else if (copy.event) copy.event.time = time;
  return copy;
}
