/** A set of rules by their places in the index, one bit each. */
export class Bitset {
  readonly size: number;
  private readonly words: Uint32Array;

  private constructor(size: number, words: Uint32Array) {
    this.size = size;
    this.words = words;
  }

  static none(size: number): Bitset {
    return new Bitset(size, new Uint32Array(Math.ceil(size / 32)));
  }

  static all(size: number): Bitset {
    const all = Bitset.none(size);
    all.words.fill(-1);
    if (size % 32 !== 0) all.words[all.words.length - 1] = 2 ** (size % 32) - 1;
    return all;
  }

  /** The places that pass a test. */
  static where(size: number, test: (place: number) => boolean): Bitset {
    const found = Bitset.none(size);
    for (let place = 0; place < size; place++) if (test(place)) found.add(place);
    return found;
  }

  add(place: number): void {
    this.words[place >>> 5] = (this.words[place >>> 5] ?? 0) | (1 << (place & 31));
  }

  has(place: number): boolean {
    return ((this.words[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  and(other: Bitset): Bitset {
    return this.with(other, (own, others) => own & others);
  }

  or(other: Bitset): Bitset {
    return this.with(other, (own, others) => own | others);
  }

  not(): Bitset {
    return Bitset.all(this.size).with(this, (all, own) => all & ~own);
  }

  private with(other: Bitset, combine: (own: number, others: number) => number): Bitset {
    const { words } = other;
    return new Bitset(
      this.size,
      this.words.map((word, at) => combine(word, words[at] ?? 0)),
    );
  }

  count(): number {
    let sum = 0;
    for (const word of this.words) sum += bitsIn(word);
    return sum;
  }

  /** Calls `visit` with each place, in order. */
  forEach(visit: (place: number) => void): void {
    for (const [at, word] of this.words.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        visit(at * 32 + 31 - Math.clz32(rest & -rest));
      }
    }
  }
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
