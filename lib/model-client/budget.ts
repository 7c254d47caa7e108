import type { Usage } from './failure';

/** What a run may take; null for no limit. */
export interface Limits {
  readonly requests: number | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  /** Of a million tokens, in the currency of `cost`. */
  readonly priceIn: number;
  readonly priceOut: number;
}

export interface Spent {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
  readonly cost: number;
}

/** A request that is under way, counted as if it took all that it may. */
interface Reserved {
  /** Counts what it took; what is not known counts as reserved. */
  settle(usage: Usage | null): void;
  /** Counts the request, but no tokens. */
  release(): void;
}

/** Keeps a run within its limits: no request begins that could exceed them. */
export class Budget {
  #requests = 0;
  #input = 0;
  #output = 0;
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get spent(): Spent {
    const [input, output] = [this.#input, this.#output];
    return { requests: this.#requests, input, output, cost: this.#costOf(input, output) };
  }

  /** Null if a request of that size could exceed a limit; `limit` then says which. */
  reserve(input: number, output: number): Reserved | null {
    if (this.limitFor(input, output) !== null) return null;
    this.#requests += 1;
    this.#add(input, output);
    let isOpen = true;
    const close = (takenIn: number, takenOut: number) => {
      if (isOpen) this.#add(takenIn - input, takenOut - output);
      isOpen = false;
    };
    return {
      settle: (usage) => close(usage?.input ?? input, usage?.output ?? output),
      release: () => close(0, 0),
    };
  }

  /** The limit that a request of that size could exceed. */
  limitFor(input: number, output: number): 'requests' | 'tokens' | 'cost' | null {
    const { requests, tokens, cost } = this.#limits;
    const [allIn, allOut] = [this.#input + input, this.#output + output];
    if (requests !== null && this.#requests + 1 > requests) return 'requests';
    if (tokens !== null && allIn + allOut > tokens) return 'tokens';
    if (cost !== null && this.#costOf(allIn, allOut) > cost) return 'cost';
    return null;
  }

  #add(input: number, output: number): void {
    this.#input += input;
    this.#output += output;
  }

  #costOf(input: number, output: number): number {
    const { priceIn, priceOut } = this.#limits;
    return (input * priceIn + output * priceOut) / 1_000_000;
  }
}
