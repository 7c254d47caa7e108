import type { NextRequest } from 'next/server';
import { ruleFormats } from '@/lib/catalog/deploy/rule-formats';
import { nameOf } from '@/lib/deploy/rendered-file';
import { deployTools } from '@/lib/deploy-tools';
import { TARGETS } from '@/lib/target';
import { refuse } from '@/lib/web/refuse';

/** One file of a rule's query in a format: `?target=sentinel&format=arm`, and `&file=` if there are several. */
export async function GET(request: NextRequest, { params }: RouteContext<'/rules/[id]/deploy'>) {
  const { searchParams } = request.nextUrl;
  const target = TARGETS.find((one) => one === searchParams.get('target'));
  const found =
    target &&
    (await ruleFormats(
      (
        await params
      ).id,
      { target, table: searchParams.get('table') },
      deployTools(),
    ));
  const format = found?.formats.find((one) => one.format === searchParams.get('format'));
  if (!format) {
    const reason =
      'There is no such file: the rule, its target or the format is unknown. The rule’s page lists the formats.';
    return refuse(request, { status: 404, reason });
  }
  const name = searchParams.get('file');
  const file = format.files.find((one) => name === null || nameOf(one) === name);
  if (!file) {
    const refused = format.losses.find(({ effect }) => effect === 'refused');
    const reason = refused?.message ?? `The format has no file of the name ${name}.`;
    return refuse(request, { status: 404, reason });
  }
  return new Response(file.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
