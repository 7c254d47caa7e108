import type { Compiled } from '../environment';

/** `and` is false if either side is false, `or` is true if either is true. Otherwise null wins. */
export function logical(left: Compiled, right: Compiled, deciding: boolean): Compiled {
  const a = left.get;
  const b = right.get;
  return {
    type: 'bool',
    get: (row, at, rows) => {
      const first = a(row, at, rows);
      if (first === deciding) return deciding;
      const second = b(row, at, rows);
      if (second === deciding) return deciding;
      return first === null || second === null ? null : !deciding;
    },
  };
}
