import type { DetectionRule, Rule } from './types';

/** The detection that a rule's own document holds, alone or counted by it; null if it holds none. */
export function detectionOf(rule: Rule): DetectionRule | null {
  if (rule.kind === 'detection') return rule;
  return rule.kind === 'correlation' ? rule.counted : null;
}
