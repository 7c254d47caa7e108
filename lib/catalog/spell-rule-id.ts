import { getRuleIndex } from './get-rule-index';

/** The id of a rule as the catalog spells it, for one in other letter case; null if no other is spelt so. */
export async function spellRuleId(id: string): Promise<string | null> {
  const { byId } = await getRuleIndex();
  const wanted = id.toLowerCase();
  for (const spelt of byId.keys()) {
    if (spelt !== id && spelt.toLowerCase() === wanted) return spelt;
  }
  return null;
}
