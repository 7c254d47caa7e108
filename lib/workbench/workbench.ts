import type { Diagnostic } from '@/lib/diagnostic';
import { highlight } from '@/lib/highlight';
import { readKnowledge } from '@/lib/knowledge';
import { createContext } from '@/lib/proof';
import { checkRule, parseRules, type Rule, relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { attributionHeader, createTranslator, unknownFields, type Variant } from '@/lib/translate';
import { limitAnswer } from './limit-answer';
import { runPastedEvents } from './run-pasted-events';
import type { TranslateAnswer, TranslatedRule, TranslatedVariant, TranslateRequest } from './types';

const MAX_DOCUMENTS = 10;

/**
 * The translate page's work as one function: reads and lints the rules, translates each for every
 * target, and runs rules and queries on the events. Stores nothing.
 */
export function createWorkbench(): (request: TranslateRequest) => Promise<TranslateAnswer> {
  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);

  return async ({ rule: text, events }) => {
    const all = parseRules(text);
    const documents = all.slice(0, MAX_DOCUMENTS);
    const rules = documents.flatMap(({ rule }) => (rule ? [rule] : []));
    const startOf = new Map(documents.map(({ rule, span }) => [rule, span.start]));
    const relate = relatedRules(rules);
    const translated = new Map<Rule, TranslatedRule>();
    for (const rule of rules.filter(({ kind }) => kind !== 'filter')) {
      const related = relate(rule);
      const targets = TARGETS.map((target) => translator.translate(rule, target, related));
      translated.set(rule, {
        id: rule.id,
        title: rule.title,
        kind: rule.kind,
        targets: await Promise.all(
          targets.map(async ({ target, alternatives: _, ...variant }) => ({
            ...(await show(rule, variant)),
            target,
          })),
        ),
      });
    }
    return limitAnswer({
      diagnostics: [
        ...documents.flatMap(({ diagnostics }) => diagnostics),
        ...rules.flatMap((rule) => checkRule(rule, text)),
        ...rules.flatMap((rule) =>
          unknownFields(rule, mappings).map((one) => moved(one, startOf.get(rule) ?? 0)),
        ),
      ],
      rules: [...translated.values()],
      ...runPastedEvents(events, rules, translated, context),
      notes: all.length > MAX_DOCUMENTS ? [documentsLeftOut(all.length)] : [],
    });
  };
}

function documentsLeftOut(count: number): string {
  return `The text has ${count.toLocaleString('en-US')} rules. Only the first ${MAX_DOCUMENTS} are translated here; paste the others on their own, or run npm run translate.`;
}

/** Moves a span from a rule's own text to the pasted text. */
function moved(diagnostic: Diagnostic, by: number): Diagnostic {
  const { span } = diagnostic;
  return span
    ? { ...diagnostic, span: { start: span.start + by, end: span.end + by } }
    : diagnostic;
}

async function show(rule: Rule, variant: Variant): Promise<TranslatedVariant> {
  const { kql } = variant;
  return {
    ...variant,
    lines: kql === null ? [] : await highlight(kql, 'kusto'),
    copy: kql === null ? null : `${attributionHeader(rule, rule.license)}${kql}\n`,
  };
}
