import type { NextRequest } from 'next/server';
import { chooseQuery } from '@/components/rule/query-choice';
import { getRule } from '@/lib/catalog/rule';
// Not by the index: that reaches Microsoft's parser, which is no part of a page.
import { attributionHeader, outcomeNote } from '@/lib/translate/attribution';

/** The KQL of a rule with its attribution, as it is copied and downloaded. */
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
    return new Response('There is no such query.\n', { status: 404 });
  }
  const head = attributionHeader(rule, rule.upstreamUrl) + outcomeNote(choice.variant);
  const text = `${head}${choice.variant.kql}\n`;
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
