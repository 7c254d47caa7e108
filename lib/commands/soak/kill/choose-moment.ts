import type { Random } from '@/lib/tooling/fuzz/random';
import type { Moment, WholeSync } from '../syncs/sync-processes';

/**
 * A moment at which to kill a sync that takes as long as `whole`. Half of them are spread over its time, the others
 * over its phases, so that a short one, such as writing, is hit as often as a long one. Only the phases from `first` to
 * `last` are hit, counted from 0.
 */
export function chooseMoment(
  { phases, milliseconds }: WholeSync,
  random: Random,
  { first = 0, last = phases.length - 1 }: { first?: number; last?: number } = {},
): Moment {
  const startOf = (place: number) => phases[place]?.at ?? milliseconds;
  if (random.chance(0.5)) {
    const place = random.integer(first, last);
    return { place, after: random.next() * (startOf(place + 1) - startOf(place)) };
  }
  const at = startOf(first) + random.next() * (startOf(last + 1) - startOf(first));
  let place = first;
  while (place < last && startOf(place + 1) <= at) place++;
  return { place, after: at - startOf(place) };
}
