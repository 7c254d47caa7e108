import type { CharSet } from './char-set';

export type Assertion =
  | 'text-start'
  | 'text-end'
  | 'line-start'
  | 'line-end'
  | 'word'
  | 'not-word'
  | 'word-start'
  | 'word-end'
  | 'no-word-before'
  | 'no-word-after';

export type RegexNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'concat'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'alternate'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'capture'; readonly index: number; readonly of: RegexNode }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    };

export interface ParsedRegex {
  readonly node: RegexNode;
  readonly captures: number;
  /** Names of groups by capture index. */
  readonly names: readonly (string | null)[];
}

export class RegexError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'RegexError';
    this.at = at;
  }
}
