import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { readGuidanceContent } from '@/lib/catalog/guidance';
import { getLastSync } from '@/lib/catalog/last-sync';
import { catalogProblem } from '@/lib/catalog/watch-catalog';

/**
 * 200 if the catalog can be used, otherwise 503 with the reason and what to do. Reads what the pages need
 * once per process, so that the first reader does not wait for it.
 */
export async function GET() {
  const problem = catalogProblem();
  if (problem) return unhealthy(`${problem.what}. ${problem.next}`);
  try {
    const sync = await getLastSync();
    if (!sync) return unhealthy('No sync has completed yet. Run npm run ingest.');
    const { rules } = await getRuleIndex();
    readGuidanceContent();
    return Response.json({
      status: 'ok',
      rules: rules.length,
      sync: { source: sync.source, commit: sync.commit, checkedAt: sync.checkedAt.toISOString() },
    });
  } catch (error) {
    console.error(error);
    return unhealthy('The catalog cannot be read. Check the server log.');
  }
}

function unhealthy(reason: string): Response {
  return Response.json(
    { status: 'unavailable', reason },
    { status: 503, headers: { 'Retry-After': '15' } },
  );
}
