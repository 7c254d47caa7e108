import type { NextRequest } from 'next/server';
import { chooseQuery } from '@/lib/catalog/query-choice';
import { getRule } from '@/lib/catalog/rule';
// Not through the index, which would load Microsoft's parser.
import { attributionHeader, outcomeNote } from '@/lib/translate/attribution';
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
  const head =
    attributionHeader(rule, rule.licence.name, rule.upstreamUrl) + outcomeNote(choice.variant);
  const text = `${head}${choice.variant.kql}\n`;
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
