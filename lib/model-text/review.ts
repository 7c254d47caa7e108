import { z } from 'zod';
import { readYamlFile, type YamlFile, type YamlProblem } from '@/lib/yaml-file';
import type { ModelText } from './types';

const sentences = z.array(z.strictObject({ text: z.string(), cites: z.array(z.string()) }));

export const modelText = z.strictObject({
  hypothesis: sentences,
  benign: sentences,
  questions: sentences,
});

/**
 * `content/reviews/<rule>.yml`: what an operator has decided of a text that a model wrote, and the text, so
 * that it outlives the catalog.
 */
export const reviewFile = z.strictObject({
  rule: z.string().min(1).describe('The id of the rule.'),
  verdict: z.enum(['accepted', 'rejected']),
  by: z.string().min(1).optional().describe('Who decided.'),
  at: z.iso.datetime().describe('When.'),
  note: z.string().min(1).optional(),
  inputHash: z.string().min(1).describe('A hash of everything that was sent to the model.'),
  model: z.string().min(1),
  writtenAt: z.iso.datetime().describe('When the model wrote the text.'),
  text: modelText,
});

export type Review = z.infer<typeof reviewFile>;

/** A review from its file. Null, with the problems, if it is not one, or is of another rule. */
export function readReview(file: YamlFile, ruleId: string, problems: YamlProblem[]): Review | null {
  const review = readYamlFile(file, reviewFile, problems);
  if (!review || review.rule === ruleId) return review;
  problems.push({ path: file.path, message: `${file.path}:1 is of the rule ${review.rule}` });
  return null;
}

/** Whether a review is of this text: one that was written anew has to be read anew. */
export function isReviewOf(
  review: Review,
  row: { readonly inputHash: string; readonly writtenAt: Date; readonly text: ModelText },
): boolean {
  return (
    review.inputHash === row.inputHash &&
    Date.parse(review.writtenAt) === row.writtenAt.getTime() &&
    JSON.stringify(review.text) === JSON.stringify(row.text)
  );
}
