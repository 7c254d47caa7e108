import { matrixData } from '@/components/coverage/matrix-data';
import { drawCoverage, PAPERS, type Paper } from '@/components/coverage/picture/draw-coverage';
import { parseShow } from '@/components/coverage/show';
import { countOf, formatCount } from '@/components/ui/count';
import { ATTACK_NOTICE } from '@/lib/attack/notice';
import { getLastSync } from '@/lib/catalog/last-sync';
import { askedCoverage } from './asked-coverage';

/** The matrix of a request as an SVG document, on the paper that it asks for. */
export async function coveragePicture(request: Request): Promise<{ svg: string; paper: Paper }> {
  const [{ coverage, found, params, filteredBy }, sync] = await Promise.all([
    askedCoverage(request),
    getLastSync(),
  ]);
  const { totals } = coverage;
  const paper = PAPERS.find((name) => name === params.get('paper')) ?? 'screen';
  const show = parseShow(params.get('show'));
  const svg = drawCoverage(
    {
      title: `Coverage of ATT&CK ${sync?.attackVersion ?? ''} by ${countOf(found.rules.length, 'rule')}`,
      facts: [
        filteredBy === null ? 'All rules of the catalog' : `Rules filtered by ${filteredBy}`,
        `${formatCount(totals.coveredTechniques)} of ${formatCount(totals.techniques)} techniques and ${formatCount(totals.coveredSubTechniques)} of ${formatCount(totals.subTechniques)} sub-techniques have a rule. Watchfloor, ${sync ? sync.completedAt.toISOString().slice(0, 10) : 'no sync yet'}`,
      ],
      columns: matrixData(coverage, show),
      show,
      notice: ATTACK_NOTICE,
    },
    paper,
  );
  return { svg, paper };
}
