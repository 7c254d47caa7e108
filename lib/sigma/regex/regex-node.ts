import type { CharSet } from './char-set';

/**
 * Sigma's regular expressions (modifiers appendix, "Regular Expression"): PCRE without features that
 * need backtracking. The tree omits what does not affect whether a text matches: captures, lazy
 * quantifiers, names. Under `i`, letters match both cases.
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
      /** Infinity without an upper bound. */
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

/** A regular expression that is invalid or needs features that Sigma excludes. */
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
