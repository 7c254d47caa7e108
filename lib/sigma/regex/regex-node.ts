import type { CharSet } from './char-set';

/**
 * Regular expressions of Sigma (modifiers appendix, "Regular Expression"): PCRE without what needs
 * backtracking. The tree has lost what makes no difference to whether a text matches: captures, lazy
 * quantifiers, names. Letters stand for both cases where `i` is on.
 */
export type RegexNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'concat'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'alternate'; readonly of: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      /** Infinity where there is no upper bound. */
      readonly max: number;
    };

export type Assertion =
  | 'text-start'
  | 'text-end'
  /** End of the text, or before a newline that ends it: what `$` means in PCRE. */
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

/** Why a regular expression cannot be read: it is invalid, or it needs features that Sigma excludes. */
export class RegexError extends Error {
  readonly kind: 'invalid' | 'unsupported';
  /** Offset into the expression. */
  readonly at: number;

  constructor(kind: 'invalid' | 'unsupported', message: string, at: number) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}
