import { LEVELS } from '@/lib/sigma/types';
import { OUTCOMES } from '@/lib/translate/types';
import { findRules } from './feed';
import type { FeedFilter } from './feed-filter';
import type { IndexedRule } from './rule-index';

/** The rules that a cell of the matrix counts. */
export interface CellRules {
  readonly total: number;
  readonly translated: number;
  readonly proven: number;
  /** The gravest, those with an exact query first. */
  readonly gravest: readonly IndexedRule[];
}

const SHOWN = 12;

/** The rules for a technique and its sub-techniques that pass the filters. */
export async function getCellRules(technique: string, filter: FeedFilter): Promise<CellRules> {
  const { rules } = await findRules(filter);
  const own = rules.filter(({ techniquesAndParents }) => techniquesAndParents.includes(technique));
  return {
    total: own.length,
    translated: own.filter(({ outcome }) => outcome !== 'unsupported').length,
    proven: own.filter(({ proof }) => proof === 'proven').length,
    gravest: own.toSorted((a, b) => grade(a) - grade(b)).slice(0, SHOWN),
  };
}

function grade({ level, outcome }: IndexedRule): number {
  return OUTCOMES.indexOf(outcome) - 10 * LEVELS.indexOf(level as (typeof LEVELS)[number]);
}
