import type { Attack } from '@/lib/attack';
import type { Evidence } from '@/lib/proof/types';
import type { Rule } from '@/lib/sigma/types';
import type { Translation } from '@/lib/translate';
import { confidence } from './confidence';
import { contextOf } from './context';
import { falsePositives } from './false-positives';
import { hash } from './hash';
import { bestTable, hypothesis } from './hypothesis';
import { triage } from './triage';
import type { Enrichment } from './types';

/** Part of the input hash: to be raised when the texts of an unchanged rule change. */
const ENRICHER_VERSION = '2';

export interface EnrichInput {
  readonly rule: Rule;
  readonly translations: readonly Translation[];
  readonly evidence: readonly Evidence[];
  readonly attack: Attack;
  /** The rules that a correlation is over, by id and by name; their titles are told where given. */
  readonly related?: ReadonlyMap<string, Rule>;
  /** The date of the source's state (its commit), ISO 8601. Age is judged against it, by the year. */
  readonly asOf?: string | null;
}

/**
 * Everything that is said about a rule beyond its own text, made from its logic by fixed means: the same
 * input gives the same output, and every statement names its basis.
 *
 * `hypothesis` is plain text with values as `code`; its first line is one sentence of at most 280
 * characters that can stand alone, later lines say what the rule leaves out. At most 1,200 characters.
 * `confidence` is a word with all its reasons; how they count stands in confidence.ts. `inputHash`
 * changes when any input does that the texts are made from.
 */
export function enrich(input: EnrichInput): Enrichment {
  const { rule, translations, evidence, attack, related = new Map() } = input;
  const context = contextOf(rule, attack);
  const year = input.asOf?.slice(0, 4) ?? null;
  const trust = confidence({ rule, translations, evidence, asOf: year ? `${year}-12-31` : null });
  return {
    hypothesis: hypothesis(rule, translations, context, attack, related),
    falsePositives: falsePositives(rule),
    triage: triage(rule, context),
    attackContext: context,
    ...trust,
    inputHash: hash([
      ENRICHER_VERSION,
      rule.text,
      bestTable(translations),
      trust,
      context,
      rule.kind === 'correlation'
        ? rule.correlation.rules.map((reference) => related.get(reference)?.title ?? null)
        : null,
    ]),
  };
}
