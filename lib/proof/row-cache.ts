import { type TableRow, tableSchemas, toRows } from '@/lib/events';
import type { Target } from '@/lib/target';
import type { ProofContext } from './proof-context';

/** Rows of raw events by target, each made once. */
export type RowCache = (raw: unknown, target: Target) => readonly TableRow[];

export function createRowCache({ schemas }: ProofContext): RowCache {
  const cache = new Map<unknown, Map<Target, readonly TableRow[]>>();
  return (raw, target) => {
    const known = cache.get(raw) ?? new Map<Target, readonly TableRow[]>();
    cache.set(raw, known);
    const before = known.get(target);
    if (before) return before;
    const rows = toRows(raw, tableSchemas(schemas, target), target);
    known.set(target, rows);
    return rows;
  };
}
