import { changeField, toRaw, toSigmaEvents } from '@/lib/events';
import { ownValue } from '@/lib/own-value';
import { type CorrelationRule, type DetectionRule, matchCorrelation } from '@/lib/sigma';
import { constructEvents } from './construct-events';
import { type Base, firstEvents, MAX_DEPTH } from './correlation-rules';

const START = Date.UTC(2026, 0, 1, 12);

const MAX_LIST = 2_000;

/** A raw event, and the rule that it was made for. */
interface Built {
  readonly raw: unknown;
  readonly base: DetectionRule;
}

/** A list of events for which the correlation fires, or null when none could be made. */
export function constructList(
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
  const alias = ownValue(rule.correlation.aliases, name) ?? {};
  return ownValue(alias, base.id) ?? (base.name ? ownValue(alias, base.name) : undefined) ?? name;
}

/** Changes of a list after which a correlation should not fire; the caller keeps those that do not. */
export function missesOf(
  rule: CorrelationRule,
  built: readonly Built[],
): { change: string; events: readonly unknown[] }[] {
  const { timespan, groupBy, type } = rule.correlation;
  const span = timespan * 1000;
  const raws = built.map(({ raw }) => raw);
  const misses = [
    { change: 'one event fewer', events: raws.slice(0, -1) },
    {
      change: 'the same events spread over more than the timespan',
      events: raws.map((raw, at) => withTime(raw, START + at * (span + 60_000))),
    },
  ];
  if (type === 'temporal_ordered') {
    misses.push({
      change: 'the same events in reverse order',
      events: raws.map((raw, at) => withTime(raw, START + (raws.length - at) * 1000)),
    });
  }
  const [group] = groupBy;
  if (group !== undefined) {
    misses.push({
      change: `each event in a different group (${group})`,
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
