import { askedCoverage } from '@/app/coverage/asked-coverage';
import { parseShow } from '@/components/coverage/show';
import { countOf } from '@/components/ui/count';
import { navigatorLayer } from '@/lib/attack';
import { getLastSync } from '@/lib/catalog/last-sync';

/** The filtered matrix as a layer for the ATT&CK Navigator. */
export async function GET(request: Request): Promise<Response> {
  const [{ coverage, found, params, filteredBy }, sync] = await Promise.all([
    askedCoverage(request),
    getLastSync(),
  ]);
  const show = parseShow(params.get('show'));
  const layer = navigatorLayer(coverage, {
    name: 'Watchfloor coverage',
    description: `${countOf(found.rules.length, 'rule')} of ${sync?.source ?? 'an empty catalog'}${
      filteredBy === null ? '' : `, filtered by ${params}`
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
