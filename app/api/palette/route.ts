import type { NextRequest } from 'next/server';
import { findByName } from '@/lib/catalog/palette';

export async function GET(request: NextRequest) {
  return Response.json(await findByName(request.nextUrl.searchParams.get('q') ?? ''));
}
