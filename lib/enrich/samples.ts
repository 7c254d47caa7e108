import { attackFromFacts, FACTS_FILE, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';
import type { Evidence } from '@/lib/proof/types';
import { parseRules, type Rule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Outcome, Translation } from '@/lib/translate';

// Shared by the tests in this folder.

export const ATTACK = attackFromFacts(readFacts(contentJson(FACTS_FILE)));

export function ruleOf(yaml: string): Rule {
  const [document] = parseRules(yaml);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

export function translationOf(
  target: Target,
  outcome: Outcome,
  table: string | null,
  trace: Translation['trace'] = [],
): Translation {
  return {
    target,
    outcome,
    table,
    kql: table,
    label: '',
    tables: table ? [table] : [],
    diagnostics: [],
    trace,
    cost: null,
    alternatives: [],
  };
}

export function evidenceOf(more: Partial<Evidence>): Evidence {
  return {
    ruleId: 'r',
    target: 'sentinel-asim',
    table: 't',
    label: '',
    outcome: 'exact',
    kind: 'sample',
    name: 'e',
    origin: 'recorded',
    tried: 1,
    event: {},
    matchedFields: [],
    sigma: true,
    kql: true,
    nearMisses: [],
    skipped: null,
    translatorVersion: '1',
    ...more,
  };
}
