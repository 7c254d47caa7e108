import { type TableRow, tableSchemas, toRows, toSigmaEvents } from '@/lib/events';
import { coversLogSource, type DetectionRule, matchRule, type SigmaEvent } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Translation } from '@/lib/translate';
import { isOtherTelemetry } from './match-raw-event';
import type { ProofContext } from './proof-context';

/** What a query and its rule match on the same events. */
export interface EventComparison {
  readonly target: Translation['target'];
  readonly table: string;
  readonly label: string;
  readonly outcome: Translation['outcome'];
  /** Places, in the list of events, of those in the rule's log source with a row in the query's table. */
  readonly tried: readonly number[];
  /** Those that the rule matches. */
  readonly sigma: readonly number[];
  /** Those on which the query fires. */
  readonly kql: readonly number[];
  readonly both: readonly number[];
  /** Those on which the two differ. */
  readonly differ: readonly number[];
  /** Why the query could not be run. */
  readonly failure: string | null;
}

/** A raw event as rules see it and as tables hold it, each worked out once. */
export interface IndexedEvent {
  readonly views: readonly SigmaEvent[];
  readonly rowsIn: (target: Target) => readonly TableRow[];
}

/** Raw events made ready for `compareOnEvents`: read once, for any number of rules. */
export function indexEvents(
  raws: readonly unknown[],
  { schemas }: ProofContext,
): readonly IndexedEvent[] {
  return raws.map((raw) => {
    const known = new Map<Target, readonly TableRow[]>();
    return {
      views: toSigmaEvents(raw),
      rowsIn: (target) => {
        const before = known.get(target);
        if (before) return before;
        const rows = toRows(raw, tableSchemas(schemas, target), target);
        known.set(target, rows);
        return rows;
      },
    };
  });
}

/**
 * A rule and each of its queries on the same events: of those in the rule's log source that have a row
 * in the query's table (`tried`), which the rule matches, which the query, which both, and on which they
 * differ; all as places in `events`. A query that cannot be run says why.
 */
export function compareOnEvents(
  rule: DetectionRule,
  translations: readonly Translation[],
  events: readonly IndexedEvent[],
  context: ProofContext,
): EventComparison[] {
  const covered = events.flatMap(({ views, rowsIn }, place) => {
    const own = views.filter((view) => coversLogSource(rule.logsource, view));
    if (own.length === 0) return [];
    const [view] = own;
    return [{ place, view, rowsIn, sigma: own.some((one) => matchRule(rule, one)) }];
  });
  return translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap((variant): EventComparison[] => {
      const { kql, table } = variant;
      if (kql === null || table === null) return [];
      const { target } = translation;
      const tables = new Set([table, ...variant.tables]);
      const base = { target, table, label: variant.label, outcome: variant.outcome };
      const held = covered.flatMap(({ place, view, sigma, rowsIn }) => {
        if (view && isOtherTelemetry(rule, view, table)) return [];
        const rows = rowsIn(target).filter((row) => tables.has(row.table));
        return rows.length === 0 ? [] : [{ place, sigma, rows }];
      });
      // With nothing to run, the query does not need to be parsed.
      const query = held.length === 0 ? null : context.compile(kql, target);
      if (query && 'failure' in query)
        return [{ ...base, ...placesOf([]), failure: query.failure }];
      const judged = held.map(({ place, sigma, rows }) => ({
        place,
        sigma,
        kql: query?.fires(rows) ?? false,
      }));
      return [{ ...base, ...placesOf(judged), failure: null }];
    }),
  );
}

interface Judged {
  readonly place: number;
  readonly sigma: boolean;
  readonly kql: boolean;
}

function placesOf(judged: readonly Judged[]) {
  const places = (counts: (one: Judged) => boolean): number[] =>
    judged.filter(counts).map(({ place }) => place);
  return {
    tried: places(() => true),
    sigma: places(({ sigma }) => sigma),
    kql: places(({ kql }) => kql),
    both: places(({ sigma, kql }) => sigma && kql),
    differ: places(({ sigma, kql }) => sigma !== kql),
  };
}
