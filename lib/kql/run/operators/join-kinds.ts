import type { Cells } from '../environment';

/** The values that rows are joined by, as text. Null if one is null, because null equals nothing. */
export type JoinKeyOf = (row: Cells) => string | null;

export interface JoinSides {
  readonly lefts: readonly Cells[];
  readonly rights: readonly Cells[];
  readonly leftKey: JoinKeyOf;
  readonly rightKey: JoinKeyOf;
  /** A result row. A side without a matching row is null. */
  readonly merge: (left: Cells | null, right: Cells | null) => Cells;
}

type JoinRows = (sides: JoinSides) => readonly Cells[];

/** Kinds that return the columns of both sides. */
export const TWO_SIDED_JOINS: ReadonlyMap<string, JoinRows> = new Map<string, JoinRows>([
  ['inner', inner],
  ['innerunique', (sides) => inner({ ...sides, lefts: oneRowPerKey(sides) })],
  ['leftouter', leftOuter],
  ['rightouter', (sides) => leftOuter(swapped(sides))],
  ['fullouter', fullOuter],
]);

/** Kinds that return rows of one side, unchanged. */
export const ONE_SIDED_JOINS: ReadonlyMap<string, JoinRows> = new Map<string, JoinRows>([
  ['leftsemi', (sides) => leftRows(sides, true)],
  ['leftanti', (sides) => leftRows(sides, false)],
  ['anti', (sides) => leftRows(sides, false)],
  ['leftantisemi', (sides) => leftRows(sides, false)],
  ['rightsemi', (sides) => leftRows(swapped(sides), true)],
  ['rightanti', (sides) => leftRows(swapped(sides), false)],
  ['rightantisemi', (sides) => leftRows(swapped(sides), false)],
]);

function swapped({ lefts, rights, leftKey, rightKey, merge }: JoinSides): JoinSides {
  return {
    lefts: rights,
    rights: lefts,
    leftKey: rightKey,
    rightKey: leftKey,
    merge: (left, right) => merge(right, left),
  };
}

/** The right rows that match a left one. */
function matcher({ rights, leftKey, rightKey }: JoinSides): (left: Cells) => readonly Cells[] {
  const byKey = new Map<string, Cells[]>();
  for (const row of rights) {
    const key = rightKey(row);
    if (key === null) continue;
    const known = byKey.get(key);
    if (known) known.push(row);
    else byKey.set(key, [row]);
  }
  return (left) => {
    const key = leftKey(left);
    return key === null ? [] : (byKey.get(key) ?? []);
  };
}

function inner(sides: JoinSides): readonly Cells[] {
  const matchesOf = matcher(sides);
  return sides.lefts.flatMap((row) => matchesOf(row).map((other) => sides.merge(row, other)));
}

function leftOuter(sides: JoinSides): readonly Cells[] {
  const matchesOf = matcher(sides);
  return sides.lefts.flatMap((row) => {
    const others = matchesOf(row);
    return others.length === 0
      ? [sides.merge(row, null)]
      : others.map((other) => sides.merge(row, other));
  });
}

function fullOuter(sides: JoinSides): readonly Cells[] {
  const matchesOf = matcher(sides);
  const matched = new Set(sides.lefts.flatMap(matchesOf));
  const unmatched = sides.rights.filter((row) => !matched.has(row));
  return [...leftOuter(sides), ...unmatched.map((row) => sides.merge(null, row))];
}

function leftRows(sides: JoinSides, wanted: boolean): readonly Cells[] {
  const matchesOf = matcher(sides);
  return sides.lefts.filter((row) => matchesOf(row).length > 0 === wanted);
}

/** The left side after deduplication, as `innerunique`, the default, requires. */
function oneRowPerKey({ lefts, leftKey }: JoinSides): Cells[] {
  const seen = new Set<string | null>();
  return lefts.filter((row) => {
    const key = leftKey(row);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
