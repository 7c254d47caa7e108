import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import { spellRuleId } from '@/lib/catalog/spell-rule-id';
import { McpRefusal } from './refusal';

/** Throws a McpRefusal if no sync has filled the catalog yet. */
export function requireRules({ syncId }: Pick<RuleIndex, 'syncId'>): void {
  if (syncId > 0) return;
  throw new McpRefusal(
    'The catalog has no rules yet. Tell the operator to run “npm run ingest”, and ask again when it has ended.',
  );
}

/** The rule with an id, in any letter case. Throws a McpRefusal if the catalog has none. */
export async function requireRule(id: string): Promise<RuleDetail> {
  const rule = (await getRule(id)) ?? (await getRule((await spellRuleId(id)) ?? ''));
  if (rule) return rule;
  requireRules(await getRuleIndex());
  throw new McpRefusal(
    'The catalog has no rule with this id. Find the rule with search_rules, and use the id that it gives.',
  );
}
