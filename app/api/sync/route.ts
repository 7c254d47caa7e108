import { getSyncProgress } from '@/lib/catalog/sync-progress';

export const dynamic = 'force-dynamic';

/** How far the sync is that runs now. */
export async function GET() {
  return Response.json(await getSyncProgress(), { headers: { 'Cache-Control': 'no-store' } });
}
