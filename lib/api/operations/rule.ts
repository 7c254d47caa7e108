import { findRules } from '@/lib/catalog/feed';
import { getRule } from '@/lib/catalog/rule';
import { spellRuleId } from '@/lib/catalog/spell-rule-id';
import { defineLines, defineObject } from '../define-operation';
import { fieldsParameter } from '../fields';
import { filterOf, filterParameters, sortParameter } from '../filter-parameters';
import { ruleIdParameter } from '../path-parameters';
import { rule } from '../rule/rule-schema';
import { tellRule } from '../rule/tell-rule';

/** One rule with everything that the catalog has of it. */
export const getOneRule = defineObject({
  path: '/rules/{id}',
  id: 'getRule',
  group: 'Rules',
  summary: 'One rule',
  description:
    'A rule with everything: its Sigma text, its queries with their traces, evidence, enrichment, the files that deploy it, its history.',
  example: '/rules/a286231e-54a6-43cc-ba2a-4b95444c48f9?fields=title,author,licence,queries',
  parameters: { id: ruleIdParameter, fields: fieldsParameter },
  name: 'Rule',
  schema: rule,
  async respond({ id }, { origin, wanted }) {
    const found = (await getRule(id)) ?? (await getRule((await spellRuleId(id)) ?? ''));
    return found && tellRule(found, origin, wanted);
  },
});

/** Every rule that the feed's filters find, as lines. */
export const exportAllRules = defineLines({
  path: '/rules.jsonl',
  id: 'exportRules',
  group: 'Rules',
  summary: 'Rules in bulk',
  description:
    'Every rule that passes the feed’s filters, whole, as JSON Lines, as fast as the client reads. Name the fields that you need: without that, the whole catalog is some hundred MB. Nothing may follow the last line if the connection broke: compare the number of lines with the header `Watchfloor-Total`.',
  example: '/rules.jsonl?proof=proven&fields=title,author,licence,source,sigma',
  parameters: { ...filterParameters, sort: sortParameter, fields: fieldsParameter },
  name: 'Rule',
  schema: rule,
  async respond(input, { origin, wanted }) {
    const { rules } = await findRules(filterOf(input));
    return { total: rules.length, items: wholeRules(rules, origin, wanted) };
  },
});

async function* wholeRules(
  rules: readonly { readonly id: string }[],
  origin: string,
  wanted: ReadonlySet<string> | null,
) {
  for (const { id } of rules) {
    const found = await getRule(id);
    // A sync may have dropped it since.
    if (found) yield await tellRule(found, origin, wanted);
  }
}
