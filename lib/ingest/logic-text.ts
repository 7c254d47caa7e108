import type { Rule, RuleBase } from '@/lib/sigma';

/** What a rule says about itself, which changes neither its logic nor what events make of it. */
const METADATA: ReadonlySet<string> = new Set([
  'title',
  'status',
  'level',
  'description',
  'author',
  'license',
  'date',
  'modified',
  'references',
  'falsepositives',
  'tags',
  'related',
  'scope',
  'custom',
  'text',
] satisfies (keyof RuleBase)[]);

/** Where a part stands in the text. */
const PLACES: ReadonlySet<string> = new Set(['span', 'spans']);

/**
 * A rule without its metadata and the places of its parts, as text: two versions of a rule with the same
 * one have the same evidence. Unlike `logicHash`, it keeps names and order, which events made from the
 * rule and the words of near misses depend on.
 */
export function logicText(rule: Rule): string {
  const logic = Object.entries(rule).filter(([key]) => !METADATA.has(key));
  return JSON.stringify(Object.fromEntries(logic), (key, value: unknown) => {
    if (PLACES.has(key)) return undefined;
    if (key === 'counted' && value !== null) return logicText(value as Rule);
    return typeof value === 'symbol' ? { symbol: value.description } : value;
  });
}
