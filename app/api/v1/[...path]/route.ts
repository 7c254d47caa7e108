import type { NextRequest } from 'next/server';
import { answerApi } from '@/lib/api/answer-api';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

/** The JSON API. lib/api/operations.ts lists what it answers. */
export async function GET(request: NextRequest, { params }: RouteContext<'/api/v1/[...path]'>) {
  const { path } = await params;
  return answerApi({
    path,
    query: request.nextUrl.searchParams,
    origin: originOf(request.headers, webSettings()),
    knows: request.headers.get('if-none-match'),
  });
}
