import { type DetectionRule, parseRules, type Rule, type SigmaEvent } from '@/lib/sigma';

const HEAD = 'title: T\nlogsource: {product: windows, category: process_creation}\n';

/** The rule of a file that has one. */
export function readRule(text: string): Rule {
  const [document] = parseRules(text);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

/** A detection rule with the given detection, in YAML, and if need be another log source. */
export function detection(detection: string, logsource?: string): DetectionRule {
  const head = logsource ? `title: T\nlogsource: {${logsource}}\n` : HEAD;
  const rule = readRule(`${head}detection:\n${detection.replace(/^/gm, '  ')}\n`);
  if (rule.kind !== 'detection') throw new Error(`a ${rule.kind} rule`);
  return rule;
}

export function eventOf(fields: Record<string, unknown>): SigmaEvent {
  return {
    product: 'windows',
    category: 'process_creation',
    service: null,
    fields,
    text: '',
    time: null,
  };
}
