import { attackFromFacts, FACTS_FILE, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';
import { enrich } from '@/lib/enrich';
import { toSigmaEvents } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { agrees, createContext, prove } from '@/lib/proof';
import {
  checkRule,
  checkTogether,
  explainRule,
  parseRules,
  type Rule,
  relatedRules,
} from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { attributionHeader, createTranslator, type Translation } from '@/lib/translate';
import { BrokenPromise, type FuzzKind } from '../fuzz-kind';
import { ruleText } from '../rule-text';

/** The most characters that a rule's queries may have for each character of the rule. */
const MAX_GROWTH = 400;

/** Rules, all the way from YAML to evidence: no step may throw, and an exact query agrees with its rule. */
export function rulesKind(): FuzzKind {
  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const checker = createChecker(schemas);
  const context = createContext(schemas, translator.version);
  const attack = attackFromFacts(readFacts(contentJson(FACTS_FILE)));

  const attemptRule = (rule: Rule, related: ReadonlyMap<string, Rule>, text: string): void => {
    checkRule(rule, text);
    const translations = TARGETS.map((target) => translator.translate(rule, target, related));
    translations.forEach((translation) => {
      checkQuery(rule, translation);
    });
    const evidence = prove({ rule, translations, samples: [], related }, context);
    for (const one of evidence) {
      if (one.outcome === 'exact' && one.skipped === null && !agrees(one)) {
        throw new BrokenPromise(`query and rule disagree: ${one.target} ${one.table} ${one.name}`);
      }
    }
    enrich({ rule, translations, evidence, attack, related });
    if (rule.kind !== 'detection') return;
    for (const { event } of evidence.slice(0, 2)) {
      for (const sigma of toSigmaEvents(event)) explainRule(rule, sigma);
    }
  };

  const checkQuery = (rule: Rule, translation: Translation): void => {
    const { kql, target } = translation;
    if (kql === null) return;
    if (kql.length > 20_000 + MAX_GROWTH * rule.text.length) {
      throw new BrokenPromise(`the query has ${kql.length} characters for ${rule.text.length}`);
    }
    const header = attributionHeader(rule, rule.license);
    for (const line of header.split('\n')) {
      if (line !== '' && !line.startsWith('//')) {
        throw new BrokenPromise('a line of the attribution is not a comment');
      }
    }
    const [error] = checker
      .check(`${header}${kql}`, target)
      .filter(({ severity }) => severity === 'error');
    if (error) throw new BrokenPromise(`the query does not bind: ${error.code} ${error.message}`);
  };

  return {
    name: 'rules',
    make: ruleText,
    attempt(text) {
      const documents = parseRules(text);
      const rules = documents.flatMap(({ rule }) => rule ?? []);
      if (rules.length === 0 && !documents.some(({ diagnostics }) => diagnostics.length > 0)) {
        if (text.trim() !== '') throw new BrokenPromise('no rule, and no reason');
      }
      checkTogether(rules.map((rule) => ({ rule, path: 'fuzz.yml' })));
      const relate = relatedRules(rules);
      for (const rule of rules) attemptRule(rule, relate(rule), text);
    },
  };
}
