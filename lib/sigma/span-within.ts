import type { Span } from '../diagnostic';
import type { ScalarNode } from './yaml';

/** A span inside a scalar as a span of the document; the whole scalar if it was folded or escaped. */
export function spanWithin(node: ScalarNode, text: string, span: Span | null): Span {
  const whole = { start: node.start, end: node.end };
  if (!span) return whole;
  const start = text.startsWith(node.text, node.start) ? node.start : node.start + 1;
  if (!text.startsWith(node.text, start)) return whole;
  return { start: start + span.start, end: start + span.end };
}
