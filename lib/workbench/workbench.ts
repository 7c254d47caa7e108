import type { Diagnostic } from '@/lib/diagnostic';
import { highlight } from '@/lib/highlight';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createContext, tenantCases, tenantProof } from '@/lib/proof';
import { checkRule, parseRules, type Rule, relatedRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { attributionHeader, createTranslator, unknownFields, type Variant } from '@/lib/translate';
import { limitAnswer } from './limit-answer';
import { runPastedEvents } from './run-pasted-events';
import type {
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
}

export function createWorkbench(): Workbench {
  const { schemas, mappings } = readKnowledge();
  const translator = createTranslator({ mappings, schemas });
  const context = createContext(schemas, translator.version);

  const checker = createChecker(schemas);

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

  return { translate, prove };
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
