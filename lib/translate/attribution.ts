import type { Rule } from '@/lib/sigma';
import { plainLine } from '@/lib/text/plain-text';
import type { Variant } from './types';

/** A service's limit does not make the query differ from the rule. */
const LIMITS: ReadonlySet<string> = new Set(['translate/query-length', 'translate/lookback']);

/**
 * Comment lines that say how an approximate query differs from its rule, and which of your values a query
 * needs. Empty for an exact query that needs none.
 */
export function outcomeNote({
  outcome,
  diagnostics,
}: Pick<Variant, 'outcome' | 'diagnostics'>): string {
  const lines = diagnostics.flatMap(({ code, message }) => {
    const text = plainLine(message, 'sentence');
    if (code === 'translate/needs-values') return `// ${text}\n`;
    return outcome === 'approximate' && !LIMITS.has(code) ? `// Approximate: ${text}\n` : [];
  });
  return [...new Set(lines)].join('');
}

/**
 * A comment header for a copied or exported query: title, author, rule id, licence and link, one per
 * line, ending in a newline. The Detection Rule License 1.1 asks for author, link and licence wherever
 * a rule is shared, also in modified form. `licence` is the rule's own or its source's, null if nobody states
 * one; `url` is the rule's address upstream.
 *
 *     // Suspicious Thing
 *     // Author: A. Nonymous · Licence: Detection Rule License 1.1
 *     // Source: https://github.com/… (Sigma rule 6f3e…, translated to KQL)
 */
export function attributionHeader(
  rule: Pick<Rule, 'id' | 'title' | 'author'>,
  licence: string | null,
  url: string | null = null,
): string {
  const id = rule.id && ` ${plainLine(rule.id, 'word')}`;
  const origin = `Sigma rule${id}, translated to KQL by Watchfloor`;
  const lines = [
    plainLine(rule.title, 'title'),
    `Author: ${plainLine(rule.author ?? 'not named', 'author')}`,
    `Licence: ${plainLine(licence ?? 'not stated', 'licence')}`,
    `Source: ${url ? `${plainLine(url, 'path')} (${origin})` : origin}`,
  ];
  return lines.map((line) => `// ${line}\n`).join('');
}
