import { boundImplies, type CorrelationRule } from '@/lib/sigma';
import type { Meaning } from './types';

type Correlation = CorrelationRule['correlation'];
/** What one part of a correlation means for it as a whole; null: not known. */
type Direction = Exclude<Meaning, 'both' | 'undecided'>;

/** Types that count: what more events, longer windows and larger groups can only raise. */
const COUNTING = new Set<Correlation['type']>([
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
]);

/**
 * What a change of a correlation means, part by part, the rules that it refers to being as they are.
 * `counted` is the meaning of the change of the rule that it counts, if its own document has one.
 * A threshold, a window, a grouping and a list of rules have a direction; everything else that changes
 * leaves the whole undecided, and so do parts that go both ways.
 */
export function correlationMeaning(
  before: Correlation,
  after: Correlation,
  counted: Meaning,
): Meaning {
  const grows = growsWithEvents(before) && growsWithEvents(after);
  const whereGrowing = (direction: Direction): Direction | null =>
    grows || direction === 'text-only' ? direction : null;
  const directions = [
    isSame(fixedParts(before), fixedParts(after)) ? 'text-only' : null,
    boundsDirection(before, after),
    whereGrowing(sizeDirection(before.timespan, after.timespan)),
    setDirection(after.groupBy, before.groupBy, whereGrowing),
    setDirection(before.rules, after.rules, isCount(before) ? whereGrowing : unknownUnlessSame),
    counted === 'both' || counted === 'undecided' ? null : whereGrowing(counted),
  ];
  if (directions.includes(null)) return 'undecided';
  const wider = directions.includes('wider');
  const narrower = directions.includes('narrower');
  if (wider && narrower) return 'undecided';
  return wider ? 'wider' : narrower ? 'narrower' : 'text-only';
}

/** Parts whose change has no direction. */
function fixedParts({ type, fields, percentile, aliases, expression }: Correlation) {
  return [type, fields, percentile, aliases, expression];
}

function growsWithEvents({ type, bounds, expression }: Correlation): boolean {
  return (
    COUNTING.has(type) &&
    expression === null &&
    bounds.every(({ operator }) => operator === 'gt' || operator === 'gte')
  );
}

function isCount({ type }: Correlation): boolean {
  return type === 'event_count' || type === 'value_count';
}

function boundsDirection(before: Correlation, after: Correlation): Direction | null {
  const keeps = (from: Correlation, to: Correlation) =>
    boundsOf(to).every((bound) => boundsOf(from).some((one) => boundImplies(one, bound)));
  const all = keeps(before, after);
  const noMore = keeps(after, before);
  if (all) return noMore ? 'text-only' : 'wider';
  return noMore ? 'narrower' : null;
}

/** The bounds; of a count, which is whole, `> 4` as `>= 5`. */
function boundsOf({ type, bounds }: Correlation): Correlation['bounds'] {
  if (!COUNTING.has(type)) return bounds;
  return bounds.map(({ operator, value }) => {
    if (operator === 'gt') return { operator: 'gte', value: Math.floor(value) + 1 };
    if (operator === 'lt') return { operator: 'lte', value: Math.ceil(value) - 1 };
    return { operator, value };
  });
}

function sizeDirection(before: number, after: number): Direction {
  if (before === after) return 'text-only';
  return after > before ? 'wider' : 'narrower';
}

/** The larger list is the wider one. Its order and repetitions matter to no count. */
function setDirection(
  before: readonly string[],
  after: readonly string[],
  judge: (direction: Direction) => Direction | null,
): Direction | null {
  if (isSame(before, after)) return 'text-only';
  const from = new Set(before);
  const to = new Set(after);
  const all = before.every((one) => to.has(one));
  const noMore = after.every((one) => from.has(one));
  if (!all && !noMore) return null;
  return judge(all ? 'wider' : 'narrower');
}

function unknownUnlessSame(): null {
  return null;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
