import { getRule } from '@/lib/catalog/rule';

/** The rule as its author wrote it, byte for byte. */
export async function GET(_: Request, { params }: RouteContext<'/rules/[id]/sigma'>) {
  const rule = await getRule((await params).id);
  if (!rule) return new Response('Rule not found.\n', { status: 404 });
  return new Response(rule.raw, { headers: { 'Content-Type': 'text/yaml; charset=utf-8' } });
}
