import type { Attack } from '@/lib/attack';
import type { Evidence } from '@/lib/proof/types';
import type { Rule } from '@/lib/sigma/types';
import type { Translation, Translator } from '@/lib/translate';
import { confidence } from './confidence';
import { constantColumns } from './constant-columns';
import { contextOf } from './context';
import { falsePositives } from './false-positives';
import { hash } from './hash';
import { bestTable, hypothesis } from './hypothesis';
import { readingOf } from './reading';
import { triage } from './triage';
import type { Enrichment } from './types';
import { expectedVolume } from './volume';

/** Part of the input hash. Raise it when the texts of an unchanged rule change. */
const ENRICHER_VERSION = '13';

export interface EnrichInput {
  readonly rule: Rule;
  readonly translations: readonly Translation[];
  readonly evidence: readonly Evidence[];
  readonly attack: Attack;
  /** The rules that a correlation refers to, by id and by name. Their titles appear in its hypothesis. */
  readonly related?: ReadonlyMap<string, Rule>;
  /** The date of the source's commit, ISO 8601. A rule's age is measured against the end of its year. */
  readonly asOf?: string | null;
  /** The column of a field. Without it, tuning names none of the rule's own. */
  readonly columnOf?: Translator['columnOf'];
}

/**
 * Everything that Watchfloor adds to a rule's own text. It is derived from the rule's logic without any
 * randomness: the same input gives the same output, and every statement names its basis.
 *
 * `hypothesis` is plain text with values as `code`, at most 1,200 characters. Its first line is a
 * self-contained sentence of at most 320 characters; later lines say where to look, what the rule excludes
 * and what would refute it. `volume` is a judgement with its reasons.
 * `confidence` is one word with its reasons; confidence.ts defines how they count. `inputHash` changes
 * when any input of the texts changes.
 */
export function enrich(input: EnrichInput): Enrichment {
  const { rule, translations, evidence, attack, related = new Map() } = input;
  const context = contextOf(rule, attack);
  const reading = readingOf(rule, context);
  const year = input.asOf?.slice(0, 4) ?? null;
  const ways = reading.detection?.ways ?? [];
  const asOf = year ? `${year}-12-31` : null;
  const volume = expectedVolume(reading);
  const expected = volume?.expected ?? null;
  const trust = confidence({ rule, ways, translations, evidence, volume: expected, asOf });
  return {
    hypothesis: hypothesis(reading, translations, related),
    falsePositives: falsePositives(reading),
    volume,
    constant:
      reading.detection && input.columnOf
        ? constantColumns(
            reading.note?.constant ?? [],
            reading.detection.rule.logsource,
            translations,
            input.columnOf,
          )
        : {},
    triage: triage(reading),
    attackContext: reading.context,
    ...trust,
    inputHash: hash([
      ENRICHER_VERSION,
      rule.text,
      bestTable(translations),
      trust,
      reading.context,
      reading.note,
      rule.kind === 'correlation'
        ? rule.correlation.rules.map((reference) => related.get(reference)?.title ?? null)
        : null,
    ]),
  };
}
