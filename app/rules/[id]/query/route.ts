import type { NextRequest } from 'next/server';
import { queryText } from '@/lib/api/twins/rule-twin';
import { chooseQuery } from '@/lib/catalog/query-choice';
import { getRule } from '@/lib/catalog/rule';
import { refuse } from '@/lib/web/refuse';

/** The KQL of a rule with its attribution, as the copy button and the download give it. */
export async function GET(request: NextRequest, { params }: RouteContext<'/rules/[id]/query'>) {
  const rule = await getRule((await params).id);
  const { searchParams } = request.nextUrl;
  const choice = rule
    ? chooseQuery(
        rule.translations,
        searchParams.get('target') ?? undefined,
        searchParams.get('table') ?? undefined,
      )
    : null;
  if (!rule || !choice?.variant.kql) {
    const reason = 'Query not found: the rule is unknown, or has no query for this target.';
    return refuse(request, { status: 404, reason });
  }
  return new Response(queryText(rule, choice), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
