import type { NextRequest } from 'next/server';
import { ruleTwin } from '@/lib/api/twins/rule-twin';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

/** A rule as data. Clients ask for `/rules/<id>.<format>`, or by the header Accept for the page. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/rules/[id]/as/[format]'>,
) {
  const { id, format } = await params;
  const origin = originOf(request.headers, webSettings());
  return ruleTwin(id, format, { origin, query: request.nextUrl.searchParams });
}
