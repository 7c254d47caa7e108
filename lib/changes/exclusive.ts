import { fold, type Leaf, type Pattern } from '@/lib/sigma';

/** How a value begins and ends that passes a comparison. */
interface Ends {
  readonly head: string;
  readonly tail: string;
}

/**
 * Whether one value cannot pass both comparisons, by how they say that it begins or ends. A list of
 * values can.
 */
export function areExclusive(a: Leaf, b: Leaf): boolean {
  if (a.field !== b.field || a.field === null) return false;
  const one = endsOf(a);
  const other = endsOf(b);
  return one !== null && other !== null && (differ(one, other) || differ(other, one));
}

function differ(shorter: Ends, longer: Ends): boolean {
  const { head, tail } = shorter;
  return (
    (head.length <= longer.head.length && !longer.head.startsWith(head)) ||
    (tail.length <= longer.tail.length && !longer.tail.endsWith(tail))
  );
}

function endsOf({ test }: Leaf): Ends | null {
  if (test.kind !== 'pattern') return null;
  return { head: textOf(test.pattern[0]), tail: textOf(test.pattern.at(-1)) };
}

function textOf(part: Pattern[number] | undefined): string {
  return typeof part === 'string' ? fold(part) : '';
}
