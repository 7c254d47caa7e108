import { getRule } from '@/lib/catalog/rule';
import { refuse } from '@/lib/web/refuse';

/** The rule as its author wrote it, byte for byte. */
export async function GET(request: Request, { params }: RouteContext<'/rules/[id]/sigma'>) {
  const rule = await getRule((await params).id);
  if (!rule) return refuse(request, { status: 404, reason: 'Rule not found.' });
  return new Response(rule.raw, { headers: { 'Content-Type': 'text/yaml; charset=utf-8' } });
}
