import { searchParamsOf } from '@/app/search-params';
import { parseShow } from '@/components/coverage/show';
import { countOf } from '@/components/ui/count';
import { navigatorLayer } from '@/lib/attack';
import { getCoverage } from '@/lib/catalog/coverage';
import { isUnfiltered, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';

/** The filtered matrix as a layer for the ATT&CK Navigator. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const filter = parseFeedFilter(searchParamsOf(searchParams));
  const show = parseShow(searchParams.get('show'));
  const [{ coverage, found }, sync] = await Promise.all([getCoverage(filter), getLastSync()]);
  const layer = navigatorLayer(coverage, {
    name: 'Watchfloor coverage',
    description: `${countOf(found.rules.length, 'rule')} of ${sync?.source ?? 'an empty catalog'}${
      isUnfiltered(filter) ? '' : `, filtered by ${searchParams}`
    }. Score: number of ${show === 'level' ? 'rules' : show === 'rules' ? 'rules' : `${show} rules`}.`,
    attackVersion: sync?.attackVersion ?? 'unknown',
    score: show === 'level' ? 'rules' : show,
  });
  return new Response(`${JSON.stringify(layer, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="watchfloor-coverage.json"',
    },
  });
}
