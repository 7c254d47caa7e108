/** Texts are compared by rows of so many characters. */
const ROW = 8;
/** The length of a piece before its ends are cut off. */
const PIECE = 256;

/**
 * A dictionary of about `size` characters for packing texts like the samples: pieces of them that hold what
 * most samples have in common, each thing once.
 */
export function chooseDictionary(samples: readonly string[], size: number): string {
  const values = countRows(samples);
  const text = samples.join('');
  const span = Math.max(PIECE, Math.floor((text.length * PIECE) / size));
  const pieces: string[] = [];
  let length = 0;
  // Each round takes the best piece of each span that is left, so that no part of the samples is forgotten.
  for (let before = -1; length < size && length > before; ) {
    before = length;
    for (let at = 0; at < text.length && length < size; at += span) {
      const piece = bestPiece(text.slice(at, at + span), values);
      if (piece === '') continue;
      for (const row of rowsOf(piece)) values.delete(row);
      pieces.push(piece);
      length += piece.length;
    }
  }
  // The best pieces come last: what is near is shorter to refer to.
  return pieces.reverse().join('');
}

/** In how many samples each row of characters is, without those of one. */
function countRows(samples: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    for (const row of new Set(rowsOf(sample))) counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  for (const [row, count] of counts) if (count === 1) counts.delete(row);
  return counts;
}

function rowsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - ROW + 1) }, (_, at) =>
    text.slice(at, at + ROW),
  );
}

/** The piece whose different rows are worth most, without worthless ends; empty if nothing is worth anything. */
function bestPiece(text: string, values: ReadonlyMap<string, number>): string {
  const rows = rowsOf(text);
  const width = PIECE - ROW + 1;
  const inside = new Map<string, number>();
  let [worth, most, best] = [0, 0, 0];
  for (const [at, row] of rows.entries()) {
    const times = inside.get(row) ?? 0;
    if (times === 0) worth += values.get(row) ?? 0;
    inside.set(row, times + 1);
    const left = rows[at - width];
    if (left !== undefined) {
      const others = (inside.get(left) ?? 0) - 1;
      if (others === 0) worth -= values.get(left) ?? 0;
      inside.set(left, others);
    }
    if (worth > most) [most, best] = [worth, Math.max(0, at - width + 1)];
  }
  const chosen = rows.slice(best, best + width);
  const first = chosen.findIndex((row) => values.has(row));
  const last = chosen.findLastIndex((row) => values.has(row));
  return most === 0 ? '' : text.slice(best + first, best + last + ROW);
}
