import { contentTextIfAny } from '@/lib/content';
import type { AttackContext } from '@/lib/enrich/types';
import { modelInput } from '@/lib/model-text/model-input';
import { isReviewOf, type Review, readReview } from '@/lib/model-text/review';
import type { ModelInput, ModelText } from '@/lib/model-text/types';
import { parseRules } from '@/lib/sigma';
import { fileName } from '@/lib/text/file-name';
import type { YamlProblem } from '@/lib/yaml-file';
import { getCatalog } from './client';
import type { RuleDetail } from './rule';
import { readOr } from './stored/column';
import { modelText } from './stored/model-text';

/** A text that a model wrote, as a page shows it. */
export interface ShownModelText {
  readonly state: 'accepted' | 'unreviewed';
  /** The rule, or what is known of it, has changed since. */
  readonly isStale: boolean;
  readonly model: string;
  readonly writtenAt: Date;
  readonly text: ModelText;
}

/** Where the review of a rule's text is, below `content/`. */
export function reviewPath(ruleId: string): string {
  return `reviews/${fileName(ruleId, 'yml')}`;
}

/** The review of a rule's text; null without one. A file that cannot be read is logged and counts as none. */
export function reviewOf(ruleId: string): Review | null {
  const path = reviewPath(ruleId);
  const text = contentTextIfAny(path);
  if (text === null) return null;
  const problems: YamlProblem[] = [];
  const review = readReview({ path, text }, ruleId, problems);
  for (const { message } of problems) console.error(`content/${message}`);
  return review;
}

/** What a model would be told of a stored rule now; null if its text has no detection that can be read. */
export function inputOf(id: string, raw: string, context: AttackContext): ModelInput | null {
  const rules = parseRules(raw).flatMap(({ rule }) => rule ?? []);
  const own = rules.find((rule) => rule.id === id) ?? rules[0];
  return own ? modelInput(id, own, context) : null;
}

/** The texts that a model wrote of a rule, those an operator rejected aside; the accepted one first. */
export async function modelTextsOf(rule: RuleDetail): Promise<readonly ShownModelText[]> {
  const row = await getCatalog().modelText.findUnique({ where: { ruleId: rule.id } });
  const review = reviewOf(rule.id);
  if (!row && !review) return [];
  const context = rule.enrichment?.attackContext;
  const input = context && rule.readable ? inputOf(rule.id, rule.raw, context) : null;
  const isStale = (inputHash: string) => inputHash !== input?.hash;
  const shown: ShownModelText[] = [];
  if (review?.verdict === 'accepted') {
    const { model, text, writtenAt, inputHash } = review;
    const at = new Date(writtenAt);
    shown.push({ state: 'accepted', isStale: isStale(inputHash), model, writtenAt: at, text });
  }
  const text = row && readOr(null, () => modelText.read(row.text, `rule ${rule.id}`));
  if (row && text && text.hypothesis.length > 0) {
    const { model, writtenAt, inputHash } = row;
    if (!review || !isReviewOf(review, { ...row, text })) {
      shown.push({ state: 'unreviewed', isStale: isStale(inputHash), model, writtenAt, text });
    }
  }
  return shown;
}
