import type { NextRequest } from 'next/server';
import { searchParamsOf } from '@/app/search-params';
import type { CellAnswer } from '@/components/coverage/cell-answer';
import { ruleHref } from '@/components/feed/query-address';
import { getCellRules } from '@/lib/catalog/cell-rules';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { shownQuery } from '@/lib/catalog/shown-query';

/** The rules of the cell of technique `cell`; the other parameters are the filters of the matrix. */
export async function GET({ nextUrl: { searchParams } }: NextRequest) {
  const technique = searchParams.get('cell') ?? '';
  const filter = parseFeedFilter(searchParamsOf(searchParams));
  const { gravest, ...counts } = await getCellRules(technique, filter);
  const answer: CellAnswer = {
    ...counts,
    feed: feedHref(filter, { technique: [technique], sort: 'level' }),
    rules: gravest.map((rule) => ({
      href: ruleHref(rule.id, shownQuery(rule, filter), filter),
      title: rule.title,
      level: rule.level,
      outcome: rule.outcome,
    })),
  };
  return Response.json(answer);
}
