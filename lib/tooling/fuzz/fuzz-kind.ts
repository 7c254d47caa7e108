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
