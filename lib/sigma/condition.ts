import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';
import { nearest } from './nearest';
import { MAX_DEPTH } from './yaml';

/**
 * The condition grammar (rules specification, "Condition"), lowest precedence first: `or`, `and`, `not`,
 * `x of …`, parentheses. It is parsed by recursive descent, one function per level, so nesting has a
 * limit: a rule must not exhaust the stack.
 */
export type Condition =
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'selection'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'of';
      readonly quantifier: 'one' | 'all';
      /** A selection name in which `*` matches any characters, or `them`. */
      readonly pattern: string;
      readonly span: Span;
    };

interface Token extends Span {
  readonly text: string;
  /** Lower case, so that `AND` is an operator too. */
  readonly word: string;
}

const MAX_CONDITION = 65_536;
const RESERVED = new Set(['and', 'or', 'not', 'of', 'them', '(', ')', '|']);
/** Sigma 1's aggregations, `near` and lists, which also came without a pipe. */
const LEGACY_WORDS = /^(?:count|sum|min|max|avg)$|^(?:near|write|followed)$/;
const LEGACY = 'Sigma 2 removed aggregations after `|`. Write a correlation rule instead.';
/** The condition's tree, or null after reporting errors, with spans in the condition's text. */
export function parseCondition(text: string, report: Report): Condition | null {
  if (text.length > MAX_CONDITION) {
    report(diagnose('error', 'sigma/too-long', 'This condition is too long', null));
    return null;
  }
  const parser = new ConditionParser(tokenize(text), text.length, report);
  return parser.parse();
}

function tokenize(text: string): Token[] {
  return Array.from(text.matchAll(/[()|]|[^\s()|]+/g), (match) => ({
    text: match[0],
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

class ConditionParser {
  private readonly tokens: readonly Token[];
  private readonly end: number;
  private readonly report: Report;
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], end: number, report: Report) {
    this.tokens = tokens;
    this.end = end;
    this.report = report;
  }

  parse(): Condition | null {
    const tree = this.or();
    if (!tree) return null;
    const extra = this.tokens[this.at];
    if (!extra) return tree;
    const word = this.tokens[0]?.word ?? '';
    if (extra.text === '|' || LEGACY_WORDS.test(extra.word)) return this.legacy();
    if (LEGACY_WORDS.test(word)) return this.legacy(this.tokens[0]);
    const what =
      extra.text === ')'
        ? 'This parenthesis has no opening one'
        : 'Expected `and`, `or` or the end';
    const near = extra.text === ')' ? null : nearest(extra.text, ['and', 'or'], 1);
    return this.fail(what, extra, near ? `Did you mean \`${near}\`?` : undefined);
  }

  private or(): Condition | null {
    return this.joined('or', () => this.joined('and', () => this.not()));
  }

  private joined(kind: 'and' | 'or', operand: () => Condition | null): Condition | null {
    const first = operand();
    if (!first) return null;
    const of = [first];
    while (this.tokens[this.at]?.word === kind) {
      this.at++;
      const next = operand();
      if (!next) return null;
      of.push(next);
    }
    return of.length === 1 ? first : { kind, of };
  }

  private not(): Condition | null {
    const token = this.tokens[this.at];
    if (token?.word !== 'not') return this.primary();
    this.at++;
    const of = this.nested(token, () => this.not());
    return of && { kind: 'not', of };
  }

  private nested(token: Token, read: () => Condition | null): Condition | null {
    if (++this.depth > MAX_DEPTH) {
      const message = `Nested deeper than ${MAX_DEPTH} levels`;
      this.report(diagnose('error', 'sigma/too-deep', message, token));
      return null;
    }
    const tree = read();
    this.depth--;
    return tree;
  }

  private primary(): Condition | null {
    const token = this.tokens[this.at];
    if (!token) {
      const span = { start: Math.max(0, this.end - 1), end: this.end };
      return this.fail('Expected a selection, but the condition ends here', span);
    }
    if (token.text === '|') return this.legacy();
    this.at++;
    if (token.text === '(') {
      const inner = this.nested(token, () => this.or());
      if (!inner) return null;
      const close = this.tokens[this.at];
      if (close?.text === '|') return this.legacy();
      if (close?.text !== ')') return this.fail('This parenthesis is not closed', token);
      this.at++;
      return inner;
    }
    if (this.tokens[this.at]?.word === 'of') return this.quantified(token);
    if (RESERVED.has(token.word))
      return this.fail(`Expected a selection, not \`${token.text}\``, token);
    const { start, end } = token;
    return { kind: 'selection', name: token.text, span: { start, end } };
  }

  private quantified(token: Token): Condition | null {
    const quantifier = token.word === 'all' ? 'all' : 'one';
    if (!['1', 'any', 'all'].includes(token.word)) {
      const hint =
        'Sigma has `1 of`, `any of` and `all of`. For any other number, write the condition out.';
      return this.fail(`\`${token.text} of\` is not a quantifier`, token, hint);
    }
    const target = this.tokens[this.at + 1];
    if (!target || (RESERVED.has(target.word) && target.word !== 'them')) {
      return this.fail(
        'Expected `them` or a selection name, as in `1 of selection_*`',
        target ?? token,
      );
    }
    this.at += 2;
    const pattern = target.word === 'them' ? 'them' : target.text;
    return { kind: 'of', quantifier, pattern, span: { start: token.start, end: target.end } };
  }

  private legacy(token = this.tokens[this.at]): null {
    const span = { start: token?.start ?? 0, end: this.end };
    const message = 'This condition uses the aggregation syntax of Sigma 1';
    this.report(diagnose('error', 'sigma/legacy-syntax', message, span, LEGACY));
    return null;
  }

  private fail(message: string, span: Span, hint?: string): null {
    const at = { start: span.start, end: span.end };
    this.report(diagnose('error', 'sigma/condition-syntax', message, at, hint));
    return null;
  }
}

const BINDING = { or: 0, and: 1, not: 2, selection: 3, of: 3 } satisfies Record<
  Condition['kind'],
  number
>;

/** The condition as text, with only the parentheses that the tree needs. */
export function printCondition(tree: Condition): string {
  const inner = (child: Condition) =>
    BINDING[child.kind] <= BINDING[tree.kind] && child.kind !== 'not'
      ? `(${printCondition(child)})`
      : printCondition(child);
  switch (tree.kind) {
    case 'or':
    case 'and':
      return tree.of.map(inner).join(` ${tree.kind} `);
    case 'not':
      return `not ${inner(tree.of)}`;
    case 'selection':
      return tree.name;
    case 'of':
      return `${tree.quantifier === 'one' ? '1' : 'all'} of ${tree.pattern}`;
  }
}

/** Returns a test for whether the target of `x of` includes a selection's name. */
export function createTargetTest(pattern: string): (name: string) => boolean {
  if (pattern === 'them') return (name) => !name.startsWith('_');
  const parts = pattern.split('*');
  if (parts.length === 1) return (name) => name === pattern;
  const [first = ''] = parts;
  const last = parts[parts.length - 1] ?? '';
  const middle = parts.slice(1, -1);
  return (name) => {
    if (name.length < first.length + last.length) return false;
    if (!name.startsWith(first) || !name.endsWith(last)) return false;
    let from = first.length;
    for (const part of middle) {
      const found = name.indexOf(part, from);
      if (found === -1) return false;
      from = found + part.length;
    }
    return from <= name.length - last.length;
  };
}
