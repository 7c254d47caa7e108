import type { SourceKind } from '@/lib/log-sources';
import { currentKnowledge } from './knowledge/current-knowledge';
import { type Premises, saidOf } from './premises';
import type { Statement } from './types';

/** The advice for a kind of log source. Throws if `content/knowledge/advice` has none. */
export function adviceFor(kind: SourceKind) {
  const advice = currentKnowledge().advice.get(kind);
  if (advice) return advice;
  throw new Error(`content/knowledge/advice has no file for the kind '${kind}': write one`);
}

/** What is said of any rule of a log source's kind, at most `limit` sentences. */
export function adviceOf(facts: Premises, part: 'benign' | 'triage', limit: number): Statement[] {
  const said = saidOf(adviceFor(facts.kind)[part], facts, Math.max(0, limit));
  return said.map((text) => ({ text, basis: 'catalog: log source' }));
}
