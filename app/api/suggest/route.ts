import type { NextRequest } from 'next/server';
import { suggest } from '@/lib/catalog/suggest';

export async function GET(request: NextRequest) {
  return Response.json(await suggest(request.nextUrl.searchParams.get('word') ?? ''));
}
