import { getRuleIndex } from '@/lib/catalog/get-rule-index';

const MAX = 20;

/** The ids of rules that begin with what is typed. */
export async function completeRuleIds(typed: string): Promise<string[]> {
  const { byId } = await getRuleIndex();
  const wanted = typed.toLowerCase();
  const found: string[] = [];
  for (const id of byId.keys()) {
    if (found.length === MAX) break;
    if (id.toLowerCase().startsWith(wanted)) found.push(id);
  }
  return found;
}
