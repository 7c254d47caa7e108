import { highlight } from '@/components/ui/highlight';
import { createContext } from '@/lib/proof';
import { checkRule, parseRules, type Rule } from '@/lib/sigma';
import { attributionHeader, createTranslator, TARGETS, type Variant } from '@/lib/translate';
import { readContent } from './content';
import { judgeEvents } from './judge-events';
import { relatedRules } from './related-rules';
import type { TranslateAnswer, TranslatedRule, TranslatedVariant, TranslateRequest } from './types';

const MAX_RULES = 10;

/**
 * Everything the translate page asks, as one function: reads and lints the rules, translates each for
 * every target, and runs rule and queries on the events. Keeps nothing.
 */
export function createWorkbench(): (request: TranslateRequest) => Promise<TranslateAnswer> {
  const { schemas, mappings } = readContent();
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);

  return async ({ rule: text, events }) => {
    const documents = parseRules(text);
    const rules = documents.flatMap(({ rule }) => (rule ? [rule] : [])).slice(0, MAX_RULES);
    const translated: TranslatedRule[] = [];
    for (const rule of rules.filter(({ kind }) => kind !== 'filter')) {
      const related = relatedRules(rule, rules);
      const targets = TARGETS.map((target) => translator.translate(rule, target, related));
      translated.push({
        id: rule.id,
        title: rule.title,
        kind: rule.kind,
        targets: await Promise.all(
          targets.map(async (translation) => ({
            ...translation,
            ...(await show(rule, translation)),
            target: translation.target,
          })),
        ),
      });
    }
    return {
      diagnostics: [
        ...documents.flatMap(({ diagnostics }) => diagnostics),
        ...rules.flatMap((rule) => checkRule(rule, text)),
      ],
      rules: translated,
      ...judgeEvents(events, rules, translated, context),
    };
  };
}

async function show(rule: Rule, variant: Variant): Promise<TranslatedVariant> {
  const { kql } = variant;
  return {
    ...variant,
    lines: kql === null ? [] : await highlight(kql, 'kusto'),
    copy: kql === null ? null : `${attributionHeader(rule)}${kql}\n`,
  };
}
