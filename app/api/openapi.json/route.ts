import { openApiDocument } from '@/lib/api/openapi';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

/** What the API answers, as OpenAPI 3.1. */
export function GET(request: Request): Response {
  const origin = originOf(request.headers, webSettings());
  return Response.json(openApiDocument(origin), {
    headers: { 'Cache-Control': 'private, no-cache' },
  });
}
