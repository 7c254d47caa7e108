import type { Random } from './random';

/** What the product accepts from outside, as something to attack. */
export interface FuzzKind {
  readonly name: string;
  /** Makes an input. Binary inputs are base64. */
  make(random: Random): string | Promise<string>;
  /** Gives the input to the product. Throws when the product does what it must not. */
  attempt(input: string): void | Promise<void>;
  close?(): void | Promise<void>;
}

/** A promise of the product that an input broke. An error of any other class is a finding too. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** An attempt to make: an input of this kind, or the one that the seed makes. */
export interface Attempt {
  readonly kind: string;
  readonly seed: number;
  readonly input: string | null;
}

export type AttemptAnswer =
  | { readonly state: 'ready' }
  /** The input is made; what follows is the product's work. */
  | { readonly state: 'made'; readonly input: string }
  | { readonly state: 'done'; readonly problem: string | null };
