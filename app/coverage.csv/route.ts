import { askedCoverage } from '@/app/coverage/asked-coverage';
import { coverageCsv } from '@/components/coverage/picture/coverage-csv';

/** The filtered matrix as CSV. */
export async function GET(request: Request): Promise<Response> {
  const { coverage } = await askedCoverage(request);
  return new Response(coverageCsv(coverage), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="watchfloor-coverage.csv"',
    },
  });
}
