import { Bitset } from './bitset';

/** The values of one property of all rules, each as its number in a list of the values that occur. */
export class Column {
  /** In the order of their first rules. */
  readonly values: readonly string[];
  readonly #codes: Uint32Array;
  /** The codes of the rule at place p are those from starts[p] to before starts[p + 1]. */
  readonly #starts: Uint32Array;
  readonly #codeOf: ReadonlyMap<string, number>;

  /** @param lists the values of each rule, each value once, in the order of the index */
  constructor(lists: readonly (readonly string[])[]) {
    const codeOf = new Map<string, number>();
    this.#codes = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
    this.#starts = new Uint32Array(lists.length + 1);
    let at = 0;
    for (const [place, list] of lists.entries()) {
      for (const value of list) {
        const code = codeOf.get(value) ?? codeOf.size;
        codeOf.set(value, code);
        this.#codes[at++] = code;
      }
      this.#starts[place + 1] = at;
    }
    this.values = [...codeOf.keys()];
    this.#codeOf = codeOf;
  }

  /** The rules that have one of the values. */
  having(values: Iterable<string>): Bitset {
    const codes = [...values].flatMap((value) => this.#codeOf.get(value) ?? []);
    return this.#withCodes(codes);
  }

  /** The rules that have a value which passes the test; `code` is its place in `values`. */
  matching(test: (value: string, code: number) => boolean): Bitset {
    return this.#withCodes(
      [...this.values.keys()].filter((code) => test(this.values[code] ?? '', code)),
    );
  }

  #withCodes(codes: readonly number[]): Bitset {
    const size = this.#starts.length - 1;
    const found = Bitset.none(size);
    if (codes.length === 0) return found;
    const wanted = new Uint8Array(this.values.length);
    for (const code of codes) wanted[code] = 1;
    for (let place = 0, at = 0; place < size; place++) {
      const end = this.#starts[place + 1] as number;
      for (; at < end; at++) if (wanted[this.#codes[at] as number] === 1) found.add(place);
    }
    return found;
  }

  /** How many of the rules have each value; values that none of them has are left out. */
  count(rules: Bitset): Map<string, number> {
    const counts = this.countCodes(rules);
    return new Map(
      this.values.flatMap((value, code) => {
        const count = counts[code] ?? 0;
        return count > 0 ? [[value, count] as const] : [];
      }),
    );
  }

  /** How many of the rules have each value, in the order of `values`. */
  countCodes(rules: Bitset): Uint32Array {
    const counts = new Uint32Array(this.values.length);
    rules.forEach((place) => {
      const end = this.#starts[place + 1] as number;
      for (let at = this.#starts[place] as number; at < end; at++) {
        (counts[this.#codes[at] as number] as number)++;
      }
    });
    return counts;
  }
}
