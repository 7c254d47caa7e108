import { ANY, ONE, type Pattern } from '../types';
import { EVERYTHING, withBothCases } from './char-set';
import type { RegexNode } from './regex-node';

const ANYTHING: RegexNode = { kind: 'chars', set: EVERYTHING };

/** A Sigma pattern as a regular expression for the whole text. */
export function patternNode(pattern: Pattern, cased: boolean): RegexNode {
  const letter = (char: string): RegexNode => {
    const code = char.codePointAt(0) ?? 0;
    return { kind: 'chars', set: cased ? [code, code] : withBothCases([code, code]) };
  };
  const parts = pattern.flatMap((part): RegexNode[] => {
    if (part === ANY) {
      return [{ kind: 'repeat', of: ANYTHING, min: 0, max: Number.POSITIVE_INFINITY }];
    }
    if (part === ONE) return [ANYTHING];
    return Array.from(part as string, letter);
  });
  const start: RegexNode = { kind: 'assert', what: 'text-start' };
  const end: RegexNode = { kind: 'assert', what: 'text-end' };
  return { kind: 'concat', of: [start, ...parts, end] };
}
