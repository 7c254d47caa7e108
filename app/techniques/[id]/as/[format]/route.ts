import type { NextRequest } from 'next/server';
import { techniqueTwin } from '@/lib/api/twins/technique-twin';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

/** A technique as data. Clients ask for `/techniques/<id>.<format>`, or by the header Accept for the page. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/techniques/[id]/as/[format]'>,
) {
  const { id, format } = await params;
  const origin = originOf(request.headers, webSettings());
  return techniqueTwin(id, format, { origin, query: request.nextUrl.searchParams });
}
