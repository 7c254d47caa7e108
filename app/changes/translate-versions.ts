import { type DiffHunk, diffLines } from '@/lib/catalog/line-diff';
import { TARGETS, type Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate/types';
import { translatePool } from '@/lib/workbench/shared-pool';
import type { TranslateAnswer, TranslatedTarget } from '@/lib/workbench/types';

/** A target's queries of two versions of a rule, as the present translator writes them. */
export interface QueryDifference {
  readonly target: Target;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Null if either version has no query. */
  readonly hunks: readonly DiffHunk[] | null;
}

/** One client for all readers: they wait for each other, and nobody else for them. */
const CLIENT = 'changes';

/** Throws a TranslateRefusal if the translating threads are too busy. */
export async function translateVersions(before: string, after: string): Promise<QueryDifference[]> {
  const older = await translate(before);
  const newer = await translate(after);
  return TARGETS.map((target) => {
    const [one, other] = [older, newer].map((queries) =>
      queries.find((each) => each.target === target),
    );
    const from = one?.kql ?? null;
    const to = other?.kql ?? null;
    return {
      target,
      before: one?.outcome ?? 'unsupported',
      after: other?.outcome ?? 'unsupported',
      hunks: from === null || to === null ? null : diffLines(from, to),
    };
  });
}

async function translate(rule: string): Promise<readonly TranslatedTarget[]> {
  const json = await translatePool().translate({ rule, events: '' }, { client: CLIENT });
  const { rules }: TranslateAnswer = JSON.parse(json);
  return rules[0]?.targets ?? [];
}
