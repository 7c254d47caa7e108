import { readTranslation } from '@/lib/catalog/stored/translation';
import type { Attack } from '../../attack';
import type { Catalog } from '../../catalog/client';
import type { Enrichment } from '../../enrich';
import type { DetectionRule, Rule } from '../../sigma';
import type { Translation } from '../../translate';
import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import type { ReadRule } from '../read-rules';
import { attempt } from './attempt';
import { readEvidence } from './prove';
import type { Derived } from './rows';
import type { SyncTools } from './tools';

export interface EnrichStepInput {
  readonly rules: readonly PlannedRule[];
  readonly derived: ReadonlyMap<string, Derived>;
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly attack: Attack;
  readonly enrich: SyncTools['enrich'];
  readonly columnOf: SyncTools['translator']['columnOf'];
  /** ISO 8601, of the source's commit. */
  readonly asOf: string | null;
  readonly catalog: Catalog;
  readonly signal?: AbortSignal;
  readonly onEnriched: (done: number, total: number) => void;
}

/**
 * Writes each rule's hypothesis, false positives, triage steps and confidence. A rule on which this fails
 * is missing from `enriched` and has an issue.
 */
export async function enrichRules(
  input: EnrichStepInput,
): Promise<{ enriched: Map<string, Enrichment>; issues: Issue[] }> {
  const { rules, derived, catalog } = input;
  const others = rules.filter(({ read }) => !derived.has(read.id)).map(({ read }) => read.id);
  const translations = await readTranslations(catalog, others);
  const evidence = await readEvidence(catalog, others);
  const enriched = new Map<string, Enrichment>();
  const issues: Issue[] = [];
  for (const [index, { read }] of rules.entries()) {
    const { id } = read;
    const results = derived.get(id) ?? {
      translations: translations.get(id) ?? [],
      evidence: evidence.get(id) ?? [],
    };
    const enrichment = attempt('enrichment', read, issues, () => enrichRule(input, read, results));
    if (enrichment) enriched.set(id, enrichment);
    if (index % 100 === 0) input.signal?.throwIfAborted();
    input.onEnriched(index, rules.length);
  }
  return { enriched, issues };
}

function enrichRule(
  { attack, asOf, related, enrich, columnOf }: EnrichStepInput,
  read: ReadRule,
  { translations, evidence }: Pick<Derived, 'evidence'> & { translations: readonly Translation[] },
): Enrichment {
  const enrichment = enrich({
    rule: read.rule ?? withoutLogic(read),
    translations,
    evidence,
    attack,
    related: read.rule ? related(read.rule) : new Map(),
    asOf,
    columnOf,
  });
  return read.rule ? enrichment : { ...enrichment, hypothesis: plainHypothesis(read) };
}

/** A rule whose logic cannot be read still has tags, false positives and an age to describe. */
function withoutLogic(read: ReadRule): DetectionRule {
  const nothing = { product: null, category: null, service: null, definition: null };
  return {
    ...read.base,
    kind: 'detection',
    logsource: read.logsource ?? nothing,
    selections: [],
    conditions: [],
    predicate: { kind: 'or', of: [] },
  };
}

function plainHypothesis({ base, problem }: ReadRule): string {
  const told = base.description.trim() || base.title;
  return `${told}\nThe rule’s logic cannot be read (${problem?.message ?? 'no reason is known'}), so Watchfloor cannot say more about it.`;
}

async function readTranslations(
  catalog: Catalog,
  ids: readonly string[],
): Promise<Map<string, Translation[]>> {
  const byRule = new Map<string, Translation[]>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await catalog.translation.findMany({
      where: { ruleId: { in: ids.slice(at, at + 500) } },
    });
    for (const row of rows) {
      const list = byRule.get(row.ruleId) ?? [];
      list.push(readTranslation(row));
      byRule.set(row.ruleId, list);
    }
  }
  return byRule;
}
