import { type Attack, attackFromFacts, namedByTags, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';
import { deployTools } from '@/lib/deploy-tools';
import type { Diagnostic } from '@/lib/diagnostic';
import { ruleInWords } from '@/lib/enrich/rule-in-words';
import { highlight } from '@/lib/highlight';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createQueryFacts } from '@/lib/kql/query-facts';
import { createContext, tenantCases, tenantProof } from '@/lib/proof';
import { checkRule, detectionOf, parseRules, type Rule, relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { attributionHeader, createTranslator, unknownFields, type Variant } from '@/lib/translate';
import { deployPasted } from './deploy-pasted';
import { limitAnswer } from './limit-answer';
import { type RuleVocabulary, ruleVocabulary } from './rule-vocabulary';
import { runPastedEvents } from './run-pasted-events';
import type {
  DeployAnswer,
  DeployRequest,
  ProveAnswer,
  ProveRequest,
  TranslateAnswer,
  TranslatedRule,
  TranslatedVariant,
  TranslateRequest,
} from './types';

const MAX_DOCUMENTS = 10;

/** What the threads do for pages. Stores nothing. */
export interface Workbench {
  /** Reads and lints rules, translates each for every target, and runs rules and queries on the events. */
  translate(request: TranslateRequest): Promise<TranslateAnswer>;
  /** The query that proves a query of the catalog wherever it is pasted. */
  prove(request: ProveRequest): ProveAnswer;
  /** One of a text's rules as a detection. Null if the text has no such rule. */
  deploy(request: DeployRequest): Promise<DeployAnswer | null>;
  /** What an editor can complete in a rule. */
  vocabulary(): RuleVocabulary;
}

export function createWorkbench(): Workbench {
  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);

  const checker = createChecker(schemas);
  const queryFacts = createQueryFacts(schemas);
  const attack = attackFromFacts(readFacts(contentJson('attack/attack-19.2.json')));

  const prove: Workbench['prove'] = ({ rules: texts, query, samples }) => {
    const rules = texts.flatMap((text) => parseRules(text).flatMap(({ rule }) => rule ?? []));
    const [rule] = rules;
    if (!rule) return { reason: 'The rule cannot be read.' };
    const cases = tenantCases(rule, relatedRules(rules)(rule), query, samples, context);
    if (cases.length === 0) {
      return {
        reason: 'No event is known on which this query fires, so there is nothing to prove it on.',
      };
    }
    return (
      tenantProof(query.kql, query.target, cases, { schemas, checker }) ?? {
        reason: 'The result of this query does not show which event it comes from.',
      }
    );
  };

  const translate: Workbench['translate'] = async ({ rule: text, events }) => {
    const { documents, rules, count } = readDocuments(text);
    const startOf = new Map(documents.map(({ rule, span }) => [rule, span.start]));
    const relate = relatedRules(rules);
    const translated = new Map<Rule, TranslatedRule>();
    for (const rule of rules.filter(isTranslated)) {
      const related = relate(rule);
      const targets = TARGETS.map((target) => translator.translate(rule, target, related));
      translated.set(rule, {
        ...(await describeRule(rule, attack)),
        targets: await Promise.all(
          targets.map(async ({ target, alternatives: _, ...variant }) => ({
            ...(await show(rule, variant, startOf.get(rule) ?? 0)),
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
      notes: count > MAX_DOCUMENTS ? [documentsLeftOut(count)] : [],
    });
  };

  const deploy: Workbench['deploy'] = async ({ rule: text, place, target, format }) => {
    const { rules } = readDocuments(text);
    const rule = rules.filter(isTranslated)[place];
    if (!rule) return null;
    const translation = translator.translate(rule, target, relatedRules(rules)(rule));
    return deployPasted(rule, translation, format, { tools: deployTools(), attack, queryFacts });
  };

  return { translate, prove, deploy, vocabulary: () => ruleVocabulary(mappings, attack) };
}

/** The first documents of a text, their rules, and how many documents there are. */
function readDocuments(text: string) {
  const all = parseRules(text);
  const documents = all.slice(0, MAX_DOCUMENTS);
  return { documents, rules: documents.flatMap(({ rule }) => rule ?? []), count: all.length };
}

/** A filter has no query of its own: it becomes part of others. */
function isTranslated({ kind }: Rule): boolean {
  return kind !== 'filter';
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

/** What a rule says of itself. */
async function describeRule(rule: Rule, attack: Attack): Promise<Omit<TranslatedRule, 'targets'>> {
  const { id, title, kind, level, tags, text } = rule;
  const detection = detectionOf(rule);
  const { techniques } = namedByTags(attack, tags);
  return {
    id,
    title,
    kind,
    level,
    logsource: detection?.logsource ?? null,
    techniques: techniques.map(({ id, name }) => ({ id, name })),
    words: detection && ruleInWords(detection),
    lines: await highlight(text.trimEnd(), 'yaml'),
  };
}

async function show(rule: Rule, variant: Variant, start: number): Promise<TranslatedVariant> {
  const { kql, diagnostics } = variant;
  return {
    ...variant,
    diagnostics: diagnostics.map((one) => moved(one, start)),
    lines: kql === null ? [] : await highlight(kql, 'kusto'),
    copy: kql === null ? null : `${attributionHeader(rule, rule.license)}${kql}\n`,
  };
}
