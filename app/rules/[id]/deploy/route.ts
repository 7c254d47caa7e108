import type { NextRequest } from 'next/server';
import { ruleInFormat } from '@/lib/catalog/deploy/rule-formats';
import { nameOf, ownFiles } from '@/lib/deploy/rendered-file';
import { DEPLOY_FORMATS } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { TARGETS } from '@/lib/target';
import { refuse } from '@/lib/web/refuse';

/** A file of a rule's query in a format: `?target=sentinel&format=arm`, and `&file=` for another than its first own. */
export async function GET(request: NextRequest, { params }: RouteContext<'/rules/[id]/deploy'>) {
  const { searchParams } = request.nextUrl;
  const { id } = await params;
  const target = TARGETS.find((one) => one === searchParams.get('target'));
  const format = DEPLOY_FORMATS.find((one) => one === searchParams.get('format'));
  const query = target && { target, table: searchParams.get('table') };
  const rendering = query && format && (await ruleInFormat(id, query, format, deployTools()));
  if (!rendering) {
    const reason =
      'There is no such file: the rule, its target or the format is unknown. The rule’s page lists the formats.';
    return refuse(request, { status: 404, reason });
  }
  const name = searchParams.get('file');
  const file =
    name === null
      ? ownFiles(rendering.files)[0]
      : rendering.files.find((one) => nameOf(one) === name);
  if (!file) {
    const refused = rendering.losses.find(({ effect }) => effect === 'refused');
    const reason = refused?.message ?? `The format has no file of the name ${name}.`;
    return refuse(request, { status: 404, reason });
  }
  return new Response(file.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
