import type { IndexedRule } from '@/lib/catalog/rule-index';

/** What /coverage/rules.json answers of a cell. */
export interface CellAnswer {
  readonly total: number;
  readonly translated: number;
  readonly proven: number;
  /** The address of all its rules in the feed. */
  readonly feed: string;
  /** The gravest of them. */
  readonly rules: readonly (Pick<IndexedRule, 'title' | 'level' | 'outcome'> & {
    readonly href: string;
  })[];
}
