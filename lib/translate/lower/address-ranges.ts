import { bool, call, type Expression, tagged } from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import type { LoweringContext } from './context';

/** A part of a condition, and the selections that it comes from. */
export interface Part {
  readonly expression: Expression;
  readonly labels: string[];
}

interface Ranges extends Part {
  readonly any: string;
  readonly address: string;
  readonly guarded: boolean;
  readonly args: Expression[];
}

const ANY_RANGE = new Map([
  ['ipv4_is_in_range', 'ipv4_is_in_any_range'],
  ['ipv6_is_in_range', 'ipv6_is_in_any_range'],
]);

/**
 * Alternatives, with those that look for one address in several ranges joined into one call. Like the
 * single call, it is null if the text is no address of its version
 * (https://learn.microsoft.com/kusto/query/ipv4-is-in-any-range-function).
 */
export function joinRanges(parts: readonly Part[], context: LoweringContext): Part[] {
  const kept: Part[] = [];
  const places = new Map<string, number>();
  for (const part of parts) {
    const ranges = rangesOf(part);
    const key = ranges && `${ranges.any} ${ranges.address} ${ranges.guarded}`;
    const at = key === null ? undefined : places.get(key);
    const known = at === undefined ? undefined : kept[at];
    if (ranges && known && at !== undefined) kept[at] = joined(known, ranges, context);
    else {
      if (key !== null) places.set(key, kept.length);
      kept.push(part);
    }
  }
  return kept;
}

function rangesOf(part: Part): Ranges | null {
  const { expression } = part;
  if (expression.kind !== 'call' || expression.comment !== undefined) return null;
  const guarded = expression.name === 'coalesce';
  const made = guarded ? expression.args[0] : expression;
  if (made?.kind !== 'call') return null;
  const [address, ...ranges] = made.args;
  const any =
    ANY_RANGE.get(made.name) ?? ([...ANY_RANGE.values()].includes(made.name) && made.name);
  if (!any || address?.kind !== 'column') return null;
  const tags = expression.tags ?? [];
  const args = ranges.map((range) => (tags.length > 0 ? tagged(range, ...tags) : range));
  return { ...part, any, address: address.name, guarded, args: [address, ...args] };
}

function joined(known: Part, added: Ranges, context: LoweringContext): Part {
  const before = rangesOf(known);
  if (!before) return known;
  for (const tag of [...(known.expression.tags ?? []), ...(added.expression.tags ?? [])]) {
    const line = context.trace[tag];
    if (line) context.trace[tag] = { ...line, operator: added.any };
  }
  const args = [...before.args];
  addAll(args, added.args.slice(1));
  const test = call(added.any, ...args);
  const labels = [...known.labels];
  for (const label of added.labels) if (labels.at(-1) !== label) labels.push(label);
  return { expression: added.guarded ? call('coalesce', test, bool(false)) : test, labels };
}
