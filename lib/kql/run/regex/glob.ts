import { type CharSet, contains, LAST } from './char-set';
import type { RegexNode } from './regex-node';

/** Runs of characters that must follow one another, with anything in between. */
interface Segments {
  readonly segments: readonly (readonly CharSet[])[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/**
 * A test for an expression that is only characters and `.*` across lines, such as `a.*b` for a Sigma
 * value with wildcards: each run is searched at its first position after the previous one. A later
 * position never helps, so the test takes time in proportion to the text and not to the number of
 * wildcards. Null for any other expression.
 */
export function createGlob(node: RegexNode): ((text: string) => boolean) | null {
  const found = segmentsOf(node);
  if (!found) return null;
  const { segments, fromStart, toEnd } = found;
  return (text) => {
    const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
    let from = 0;
    for (const [at, segment] of segments.entries()) {
      const isFirst = fromStart && at === 0;
      const isLast = toEnd && at === segments.length - 1;
      const latest = isFirst ? 0 : codes.length - segment.length;
      let place = isLast ? Math.max(from, codes.length - segment.length) : from;
      while (place <= latest && !matchesAt(codes, place, segment)) place++;
      if (place > latest || place + segment.length > codes.length) return false;
      from = place + segment.length;
      if (isLast && from !== codes.length) return false;
    }
    return true;
  };
}

function matchesAt(codes: readonly number[], place: number, segment: readonly CharSet[]): boolean {
  for (let at = 0; at < segment.length; at++) {
    const code = codes[place + at];
    if (code === undefined || !contains(segment[at] ?? [], code)) return false;
  }
  return true;
}

function segmentsOf(node: RegexNode): Segments | null {
  const parts = partsOf(node);
  const fromStart = isAssert(parts[0], 'text-start');
  const toEnd = isAssert(parts.at(-1), 'text-end') && parts.length > (fromStart ? 1 : 0);
  const segments: CharSet[][] = [[]];
  for (const part of parts.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined)) {
    if (part.kind === 'chars') segments.at(-1)?.push(part.set);
    else if (isAnything(part)) segments.push([]);
    else return null;
  }
  return { segments, fromStart, toEnd };
}

function partsOf(node: RegexNode): readonly RegexNode[] {
  return node.kind === 'concat' ? node.of.flatMap(partsOf) : [node];
}

function isAssert(node: RegexNode | undefined, what: 'text-start' | 'text-end'): boolean {
  return node?.kind === 'assert' && node.what === what;
}

/** `.*` where the dot also matches line breaks. */
function isAnything(node: RegexNode): boolean {
  if (node.kind !== 'repeat' || node.min !== 0 || Number.isFinite(node.max)) return false;
  const { of } = node;
  return of.kind === 'chars' && of.set.length === 2 && of.set[0] === 0 && of.set[1] === LAST;
}
