import { tableSchemas, toRows } from '@/lib/events';
import { applyFilters, type DetectionRule, type Rule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';
import { coveredEvent, matchesRaw } from './matching';
import type { ProofContext } from './run-query';

/** A query and the rule itself on the same events: who matched what. */
export interface Tally {
  readonly target: Translation['target'];
  readonly table: string;
  readonly label: string;
  readonly outcome: Translation['outcome'];
  /** Events of the rule's log source that have a row in the query's table. */
  readonly tried: number;
  readonly sigma: number;
  readonly kql: number;
  readonly both: number;
  /** Places, in the list of events, of those on which the two differ. */
  readonly differ: readonly number[];
  /** Why the query could not be run. */
  readonly failure: string | null;
}

/** See `index.ts`. */
export function tally(
  rule: DetectionRule,
  translations: readonly Translation[],
  events: readonly unknown[],
  context: ProofContext,
): Tally[] {
  const covered = events.flatMap((raw, place) =>
    coveredEvent(rule, raw) ? [{ raw, place, sigma: matchesRaw(rule, raw) }] : [],
  );
  return translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap((variant): Tally[] => {
      const { kql, table } = variant;
      if (kql === null || table === null) return [];
      const { target } = translation;
      const tables = new Set([table, ...variant.tables]);
      const counts = { tried: 0, sigma: 0, kql: 0, both: 0 };
      const differ: number[] = [];
      const query = context.compile(kql, target);
      const base = { target, table, label: variant.label, outcome: variant.outcome };
      if ('failure' in query) return [{ ...base, ...counts, differ, failure: query.failure }];
      for (const { raw, place, sigma } of covered) {
        const rows = toRows(raw, tableSchemas(context.schemas, target), target).filter((row) =>
          tables.has(row.table),
        );
        if (rows.length === 0) continue;
        const fired = query.fires(rows);
        counts.tried++;
        if (sigma) counts.sigma++;
        if (fired) counts.kql++;
        if (sigma && fired) counts.both++;
        if (sigma !== fired) differ.push(place);
      }
      return [{ ...base, ...counts, differ, failure: null }];
    }),
  );
}

/** A rule with the filters among `related` that apply to it, as translation applies them. */
export function filtered(
  rule: DetectionRule,
  related: ReadonlyMap<string, Rule> | undefined,
): DetectionRule {
  const filters = new Set([...(related?.values() ?? [])].filter((one) => one.kind === 'filter'));
  return filters.size === 0 ? rule : applyFilters(rule, [...filters]);
}
