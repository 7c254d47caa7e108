import type { NextRequest } from 'next/server';
import { chooseQuery } from '@/lib/catalog/query-choice';
import { getRule } from '@/lib/catalog/rule';
import { refuse } from '@/lib/web/refuse';
import { drawPreview } from './draw-preview';

/** The picture of a rule that other sites show beside a link to it. */
export async function GET(request: NextRequest, { params }: RouteContext<'/rules/[id]/preview'>) {
  const { pathname, search } = request.nextUrl;
  // One address for each picture, so that it is drawn once and kept.
  if (search) return new Response(null, { status: 308, headers: { Location: pathname } });
  const rule = await getRule((await params).id);
  if (!rule) return refuse(request, { status: 404, reason: 'Rule not found.' });
  return drawPreview(rule, chooseQuery(rule.translations, undefined, undefined));
}
