import { searchParamsOf } from '@/app/search-params';
import { findRules } from '@/lib/catalog/feed';
import { parseFeedFilter, type SearchParams } from '@/lib/catalog/feed-filter';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import { MAX_SELECTED, readSelection, type Selection } from '@/lib/catalog/selection';

export interface Selected extends Selection {
  readonly index: RuleIndex;
}

/**
 * The rules that an address selects: `?rules=…`, without those of `&without=…`, or with `?all=1` every rule
 * of a filtered feed.
 */
export async function selectedRules(params: SearchParams): Promise<Selected> {
  if (params.all !== undefined) {
    const { rules, index } = await findRules(parseFeedFilter(params));
    return {
      index,
      rules: rules.slice(0, MAX_SELECTED),
      unknown: [],
      leftOut: Math.max(0, rules.length - MAX_SELECTED),
    };
  }
  const index = await getRuleIndex();
  return { index, ...readSelection(params.rules ?? '', index, params.without) };
}

/** The same for the address of a request. */
export function selectedIn(url: string): Promise<Selected> {
  return selectedRules(searchParamsOf(new URL(url).searchParams));
}
