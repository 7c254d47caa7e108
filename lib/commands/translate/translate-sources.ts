import type { CheckPool } from '@/lib/kql';
import { relatedRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import {
  type Translation,
  type Translator,
  unsupportedTranslation,
  type Variant,
} from '@/lib/translate';
import { checkQueries, type Line } from './check-queries';
import type { Lint } from './lint';
import { jsonLine, remarksText, textOf, unreadableText } from './print';
import { type Source, within } from './source';

/** Rules between two writes: enough to keep the checking threads busy. */
const BATCH = 100;

export interface TranslateOptions {
  readonly targets: readonly Target[];
  readonly json: boolean;
  readonly alternatives: boolean;
  readonly lint: Lint;
}

/**
 * Translates rules for each target and prints the results, a batch at a time. Without a pool,
 * queries are not checked. Returns false if a rule could not be read or a query was refused.
 */
export async function translateSources(
  sources: readonly Source[],
  translator: Translator,
  pool: CheckPool | null,
  options: TranslateOptions,
): Promise<boolean> {
  const relate = relatedRules(sources.flatMap(({ document }) => document.rule ?? []));
  let complete = true;
  for (let at = 0; at < sources.length; at += BATCH) {
    const lines = sources.slice(at, at + BATCH).flatMap((source): Line[] => {
      const { rule, diagnostics } = source.document;
      if (!rule) complete = false;
      return options.targets.map((target) => ({
        source,
        translation: rule
          ? placed(translator.translate(rule, target, relate(rule)), source, options)
          : unsupportedTranslation(target, diagnostics),
      }));
    });
    const checked = pool ? await checkQueries(lines, pool) : lines;
    if (checked.some(isRefused)) complete = false;
    await print(checked, options);
  }
  return complete;
}

function isRefused({ translation }: Line): boolean {
  return translation.diagnostics.some(({ code }) => code === 'translate/query-refused');
}

async function print(lines: readonly Line[], options: TranslateOptions): Promise<void> {
  const { targets, json, alternatives, lint } = options;
  let before: Source | null = null;
  for (const line of lines) {
    const { source } = line;
    if (json) await write(jsonLine(line, options));
    else {
      if (source !== before) process.stderr.write(remarksText(source, lint));
      // A rule that cannot be read fails on every target: report it once.
      if (source.document.rule) await write(textOf(line, targets.length > 1, alternatives));
      else if (source !== before) await write(unreadableText(source));
    }
    before = source;
  }
}

/** Moves diagnostic spans from the rule's own text to the file. */
function placed(
  { alternatives, ...primary }: Translation,
  { document }: Source,
  options: TranslateOptions,
): Translation {
  const shift = <Any extends Variant>(variant: Any): Any => ({
    ...variant,
    diagnostics: variant.diagnostics.map((one) => within(one, document.span.start)),
  });
  return {
    ...shift(primary),
    alternatives: options.alternatives ? alternatives.map(shift) : alternatives,
  };
}

/** Waits for a slow reader, so that a whole archive does not pile up in memory. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}
