import type { Target } from '@/lib/target';
import { type Schemas, sourcesOf } from '../kql/schemas';
import type { TableSchemas } from './types';

const known = new WeakMap<Schemas, Map<Target, TableSchemas>>();

/** A target's tables and parsers, in the form that `toRows` expects. */
export function tableSchemas(schemas: Schemas, target: Target): TableSchemas {
  const targets = known.get(schemas) ?? new Map<Target, TableSchemas>();
  known.set(schemas, targets);
  const before = targets.get(target);
  if (before) return before;
  const made = Object.fromEntries(
    [...sourcesOf(schemas, target)].map(([name, { columns }]) => [name, columns]),
  );
  targets.set(target, made);
  return made;
}
