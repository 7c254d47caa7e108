import { describe, expect, it } from 'vitest';
import { applyFilters } from './apply-filters';
import { matchRule } from './match-rule';
import { parseRules } from './parse-rules';
import type { DetectionRule, FilterRule, SigmaEvent } from './types';

function filterOf(rules: string, logsource: string, condition = 'not s'): FilterRule {
  const [document] = parseRules(`title: Filter
logsource: {${logsource}}
filter:
${rules}    s: {User|startswith: adm_}
    condition: ${condition}
`);
  if (document?.rule?.kind !== 'filter') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function ruleOf(): DetectionRule {
  const [document] = parseRules(`title: T
id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01
name: the_rule
logsource: {product: windows, category: process_creation}
detection:
    s: {F: a}
    condition: s
`);
  if (document?.rule?.kind !== 'detection') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function eventOf(fields: Record<string, unknown>): SigmaEvent {
  return {
    product: 'windows',
    category: 'process_creation',
    service: null,
    fields,
    text: '',
    time: null,
  };
}

describe('applyFilters', () => {
  const rule = ruleOf();

  it.each<[string, string]>([
    ['    rules: [the_rule]\n', 'product: windows'],
    ['    rules: [5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01]\n', 'product: windows'],
    ['    rules: any\n', 'category: process_creation'],
    ['', 'product: windows, category: process_creation'],
  ])('applies %j on %s', (rules, logsource) => {
    const filtered = applyFilters(rule, [filterOf(rules, logsource)]);
    expect(matchRule(filtered, eventOf({ F: 'a', User: 'adm_x' }))).toBe(false);
    expect(matchRule(filtered, eventOf({ F: 'a', User: 'x' }))).toBe(true);
    expect(matchRule(filtered, eventOf({ F: 'a' }))).toBe(true);
    expect(matchRule(rule, eventOf({ F: 'a', User: 'adm_x' }))).toBe(true);
  });

  it.each<[string, string]>([
    ['    rules: [other]\n', 'product: windows'],
    ['    rules: any\n', 'product: linux'],
    ['    rules: any\n', 'product: windows, service: security'],
  ])('leaves the rule alone for %j on %s', (rules, logsource) => {
    expect(applyFilters(rule, [filterOf(rules, logsource)])).toBe(rule);
  });

  it('keeps only what an including filter matches', () => {
    const filtered = applyFilters(rule, [filterOf('    rules: any\n', 'product: windows', 's')]);
    expect(matchRule(filtered, eventOf({ F: 'a', User: 'ADM_x' }))).toBe(true);
    expect(matchRule(filtered, eventOf({ F: 'a', User: 'x' }))).toBe(false);
  });

  it('distinguishes comparisons of the filter from those of the rule', () => {
    const { predicate } = applyFilters(rule, [filterOf('    rules: any\n', 'product: windows')]);
    expect(predicate).toMatchObject({
      kind: 'and',
      of: [{ kind: 'test' }, { kind: 'not', of: { origin: { filter: 'Filter' } } }],
    });
  });
});
