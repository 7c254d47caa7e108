import { getLastSync } from '@/lib/catalog/last-sync';
import { getRuleIndex } from '@/lib/catalog/rule-index';

/** 200 when there is a catalog to read, else 503 with the reason. */
export async function GET() {
  try {
    const sync = await getLastSync();
    if (!sync) return unhealthy('No sync has completed yet.');
    const { rules } = await getRuleIndex();
    return Response.json({
      status: 'ok',
      rules: rules.length,
      sync: { source: sync.source, commit: sync.commit, checkedAt: sync.checkedAt.toISOString() },
    });
  } catch (error) {
    console.error(error);
    return unhealthy('The catalog cannot be read; the log says why.');
  }
}

function unhealthy(reason: string): Response {
  return Response.json({ status: 'unavailable', reason }, { status: 503 });
}
