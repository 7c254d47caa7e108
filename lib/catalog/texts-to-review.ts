import type { Enrichment } from '@/lib/enrich/types';
import { isReviewOf } from '@/lib/model-text/review';
import type { Block, ModelText } from '@/lib/model-text/types';
import { getCatalog } from './client';
import { inputOf, reviewOf } from './model-texts';
import { readOr } from './stored/column';
import { readEnrichment } from './stored/enrichment';
import { modelText } from './stored/model-text';
import { ruleText } from './stored/rule-text';

/** A text that a model wrote and nobody has decided on, beside the one that is written by fixed rules. */
export interface TextToReview {
  readonly ruleId: string;
  readonly title: string;
  readonly raw: string;
  readonly inputHash: string;
  readonly model: string;
  readonly writtenAt: Date;
  readonly dropped: number;
  readonly text: ModelText;
  /** What the model was told, by which a reader checks what a sentence cites. */
  readonly blocks: readonly Block[];
  readonly fixed: Pick<Enrichment, 'hypothesis' | 'falsePositives' | 'triage'>;
}

/**
 * The texts without a verdict, the oldest first, at most `limit`; those whose inputs have changed aside,
 * which are to be written anew.
 */
export async function textsToReview(limit: number): Promise<TextToReview[]> {
  const ids = await getCatalog().modelText.findMany({
    where: { rule: { removedAt: null } },
    select: { ruleId: true },
    orderBy: [{ writtenAt: 'asc' }, { ruleId: 'asc' }],
  });
  const found: TextToReview[] = [];
  for (const { ruleId } of ids) {
    if (found.length >= limit) break;
    const one = await textToReview(ruleId);
    if (one) found.push(one);
  }
  return found;
}

/** The text of one rule; null without one that waits for a verdict. */
export async function textToReview(ruleId: string): Promise<TextToReview | null> {
  const row = await getCatalog().modelText.findUnique({
    where: { ruleId },
    include: { rule: { select: { title: true, raw: true, enrichment: true } } },
  });
  const stored = row?.rule.enrichment;
  if (!row || !stored) return null;
  const { rule, inputHash, model, writtenAt, dropped } = row;
  const id = `rule ${ruleId}`;
  const text = readOr(null, () => modelText.read(row.text, id));
  const fixed = readOr(null, () => readEnrichment(stored));
  const raw = readOr(null, () => ruleText.read(rule.raw, ruleId));
  if (!text || text.hypothesis.length === 0 || !fixed || raw === null) return null;
  const input = inputOf(ruleId, raw, fixed.attackContext);
  if (input?.hash !== inputHash) return null;
  const review = reviewOf(ruleId);
  if (review && isReviewOf(review, { inputHash, writtenAt, text })) return null;
  const { title } = rule;
  const { blocks } = input;
  return { ruleId, title, raw, inputHash, model, writtenAt, dropped, text, blocks, fixed };
}
