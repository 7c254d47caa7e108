import type { Lexicon } from '@/lib/enrich/lexicon';
import { dropReason, type Grounds, groundsOf } from './check-sentence';
import { type ModelInput, type ModelSentence, type ModelText, PARTS, type Part } from './types';

export interface Dropped {
  readonly part: Part;
  readonly text: string;
  readonly reason: string;
}

export interface Checked {
  readonly text: ModelText;
  readonly dropped: readonly Dropped[];
}

/**
 * What of an answer can be shown: the sentences that rest on the input and name nothing else. Without a
 * sentence of the hypothesis, nothing is left of the rest either.
 */
export function checkAnswer(answer: ModelText, input: ModelInput, lexicon: Lexicon): Checked {
  const grounds = groundsOf(input, lexicon);
  const dropped: Dropped[] = [];
  const seen = new Set<string>();
  const keep = (part: Part) => answer[part].flatMap((one) => kept(part, one, grounds));
  const kept = (part: Part, { text, cites }: ModelSentence, on: Grounds): ModelSentence[] => {
    const line = text.trim();
    const valid = [...new Set(cites.map(bare).filter((id) => on.ids.has(id)))];
    const reason = seen.has(line) ? 'it is said twice' : dropReason(part, line, valid, on);
    seen.add(line);
    if (reason === null) return [{ text: line, cites: valid }];
    dropped.push({ part, text: line, reason });
    return [];
  };
  const [hypothesis = [], benign = [], questions = []] = PARTS.map(keep);
  if (hypothesis.length > 0) return { text: { hypothesis, benign, questions }, dropped };
  for (const [part, list] of [['benign', benign] as const, ['questions', questions] as const]) {
    for (const { text } of list) dropped.push({ part, text, reason: 'no hypothesis is left' });
  }
  return { text: { hypothesis, benign: [], questions: [] }, dropped };
}

const bare = (id: string) => id.trim().replace(/^\[(.*)\]$/, '$1');
