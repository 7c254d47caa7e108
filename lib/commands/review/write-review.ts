import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump } from 'js-yaml';
import { reviewPath } from '@/lib/catalog/model-texts';
import type { TextToReview } from '@/lib/catalog/texts-to-review';
import { CONTENT } from '@/lib/content';
import type { Review } from '@/lib/model-text/review';

export interface Verdict {
  readonly verdict: Review['verdict'];
  readonly by: string | null;
  readonly note: string | null;
  readonly at: Date;
}

/** Writes `content/reviews/<rule>.yml`, whole or not at all, and returns its path. */
export function writeReview(
  { ruleId, inputHash, model, writtenAt, text }: TextToReview,
  { verdict, by, note, at }: Verdict,
  content: string = CONTENT,
): string {
  const review: Review = {
    rule: ruleId,
    verdict,
    ...(by === null ? {} : { by }),
    at: at.toISOString(),
    ...(note === null ? {} : { note }),
    inputHash,
    model,
    writtenAt: writtenAt.toISOString(),
    text: {
      hypothesis: text.hypothesis.map(plain),
      benign: text.benign.map(plain),
      questions: text.questions.map(plain),
    },
  };
  const file = path.join(content, reviewPath(ruleId));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, dump(review, { lineWidth: 100 }));
  renameSync(`${file}.new`, file);
  return file;
}

const plain = ({ text, cites }: TextToReview['text']['benign'][number]) => ({
  text,
  cites: [...cites],
});
