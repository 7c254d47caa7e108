import { readGuidanceContent } from '@/lib/catalog/guidance';
import { getHealth, type Health } from '@/lib/catalog/health';

const RETRY_AFTER_SECONDS = '15';

/**
 * 200 while pages can be made, also of old rules; otherwise 503. Either says whether the catalog is ready, syncing or
 * degraded, and why.
 */
export async function GET() {
  try {
    const health = await getHealth(Date.now());
    if (health.isServing) readGuidanceContent();
    return answer(health);
  } catch (error) {
    console.error(error);
    return answer({ status: 'degraded', isServing: false, problems: [UNREADABLE] });
  }
}

const UNREADABLE = 'The catalog cannot be read. Check the server log.';

function answer({ isServing, ...health }: Partial<Health>): Response {
  return Response.json(health, {
    status: isServing ? 200 : 503,
    headers: {
      'Cache-Control': 'no-store',
      ...(isServing ? {} : { 'Retry-After': RETRY_AFTER_SECONDS }),
    },
  });
}
