import type { Activity } from '@/lib/log-sources';
import type { Node } from './comparison';
import { conjuncts } from './comparison';
import type { Way } from './ways';

/**
 * The ways of a rule as few as they can be told, without their exceptions: what all have in common comes
 * first, once, and ways that only name the actor become one.
 */
export function groupWays(all: readonly Way[], activity: Activity): readonly Way[] {
  const ways = all.flatMap((way) => apart(way, activity));
  const actors = ways.filter(({ wanted }) => wanted !== null && onlyNames(wanted, activity));
  const named: Way[] =
    actors.length > 1
      ? [{ wanted: { kind: 'or', of: actors.flatMap(alternatives) }, excluded: [] }]
      : actors;
  return [...named, ...factored(ways.filter((way) => !actors.includes(way)))];
}

// Of a way with plain alternatives, those that name the actor are apart from the others.
function apart(way: Way, activity: Activity): readonly Way[] {
  if (way.wanted?.kind !== 'or') return [way];
  const names = way.wanted.of.filter((node) => onlyNames(node, activity));
  const others = way.wanted.of.filter((node) => !names.includes(node));
  if (names.length === 0 || others.length === 0) return [way];
  return [names, others].map((of) => ({ wanted: either(of), excluded: way.excluded }));
}

function either(of: readonly Node[]): Node {
  const [only] = of;
  return only && of.length === 1 ? only : { kind: 'or', of };
}

function alternatives({ wanted }: Way): readonly Node[] {
  if (wanted === null) return [];
  return wanted.kind === 'or' ? wanted.of : [wanted];
}

function onlyNames(node: Node, { subject }: Activity): boolean {
  const parts = node.kind === 'or' ? node.of : [node];
  return parts.every(
    (part) =>
      part.kind === 'comparison' &&
      part.field !== null &&
      subject.fields.includes(part.field) &&
      (part.operator === 'is' || part.operator === 'ends'),
  );
}

// `(a and b) or (a and c)` is told as `a, where b or c`.
function factored(ways: readonly Way[]): readonly Way[] {
  const wanted = ways.flatMap((way) => (way.wanted ? [conjuncts(way.wanted)] : []));
  const [first] = wanted;
  if (!first || wanted.length < 2 || wanted.length !== ways.length) return ways;
  const keys = wanted.map((parts) => new Set(parts.map(key)));
  const common = first.filter((part) => keys.every((set) => set.has(key(part))));
  if (common.length === 0) return ways;
  const shared = new Set(common.map(key));
  const rests = wanted.map((parts) => parts.filter((part) => !shared.has(key(part))));
  // A way with nothing more to ask decides alone.
  const other: Node[] = rests.some((parts) => parts.length === 0)
    ? []
    : [{ kind: 'or', of: rests.map(together) }];
  return [{ wanted: together([...common, ...other]), excluded: [] }];
}

function together(parts: readonly Node[]): Node {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind: 'and', of: parts };
}

function key(node: Node): string {
  return JSON.stringify(node);
}
