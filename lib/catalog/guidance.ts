import { type DataNeeded, dataNeeded } from '@/lib/enrich/data-needed';
import { currentKnowledge } from '@/lib/enrich/knowledge/current-knowledge';
import type { ProgramFile } from '@/lib/enrich/knowledge/file-schema';
import { programsNamedBy } from '@/lib/enrich/known-programs';
import { NOTE } from '@/lib/enrich/note-basis';
import { ruleInWords, type WordedCondition } from '@/lib/enrich/rule-in-words';
import { type TechniqueLore, techniqueLore } from '@/lib/enrich/technique-lore';
import type { Statement } from '@/lib/enrich/types';
import { type Followed, lookUpQuery } from '@/lib/look-ups';
import {
  currentPivots,
  type FollowedQuery,
  type PivotFile,
  pivotsOfSteps,
  type StepPivots,
  type TuningLines,
  tuningLines,
} from '@/lib/pivots';
import { parseRules } from '@/lib/sigma';
import { detectionOf } from '@/lib/sigma/detection-of';
import type { DetectionRule } from '@/lib/sigma/types';
import { getCatalog } from './client';
import { getRuleIndex } from './get-rule-index';
import { lookUpTools } from './look-up-tools';
import type { RuleDetail, StoredTranslation } from './rule';
import { readTechniqueDetail, type TechniqueDetail } from './stored/technique';

/** Queries beside the texts of a rule, for one of its queries. */
export interface QueryGuidance {
  readonly pivots: StepPivots;
  /** Tables that the queries of the steps read besides the rule's own, in their order: as code, with their sensor. */
  readonly alsoReads: readonly string[];
  readonly tuning: TuningLines | null;
}

/** What ATT&CK and this catalog say of one of a rule's techniques. */
export interface TechniqueGuidance extends TechniqueDetail {
  readonly id: string;
  readonly lore: TechniqueLore | null;
  readonly subs: readonly { readonly id: string; readonly name: string }[];
}

/** Reads the content behind the guidance, if this process has not. Throws an Error that names each fault. */
export function readGuidanceContent(): void {
  currentKnowledge();
  currentPivots();
  lookUpTools();
}

/** Pivots and tuning lines for one of a rule's queries, by its place: the target's own, then its alternatives. */
export function queryGuidance(
  rule: RuleDetail,
  translation: StoredTranslation,
  place: number,
): QueryGuidance | null {
  const variant = [translation, ...translation.alternatives][place];
  const file = variant?.table ? currentPivots().get(variant.table) : undefined;
  if (!variant || variant.kql === null || !file) return null;
  const { kql } = variant;
  const logsource = rule.document.logsource ?? detectionIn(rule)?.logsource ?? null;
  const query = {
    target: translation.target,
    facts: translation.facts[place] ?? null,
    product: logsource?.product ?? null,
  };
  const followed =
    logsource && variant.table !== null
      ? { target: translation.target, table: variant.table, logsource }
      : null;
  const pivots = queriesOfSteps(file, query, followed, rule.enrichment?.triage ?? []);
  return {
    pivots,
    alsoReads: tablesOfSteps(pivots).filter((one) => one !== named(variant.table ?? '', kql)),
    tuning: tuningLines(file, query, ownColumns(rule, variant.table ?? '') ?? file.honest),
  };
}

/** The columns that the note on a rule makes exclusions of, in a table; null without a note. */
function ownColumns({ enrichment }: RuleDetail, table: string): readonly string[] | null {
  const hasNote = enrichment?.triage.some(({ basis }) => basis === NOTE) ?? false;
  return hasNote ? (enrichment?.constant[table] ?? []) : null;
}

/** Beside each step its own look-up, if it has one, or else a pivot. */
function queriesOfSteps(
  file: PivotFile,
  query: FollowedQuery,
  followed: Followed | null,
  steps: readonly Statement[],
): StepPivots {
  const tools = lookUpTools();
  const looks = steps.map(({ look }) =>
    look && followed ? lookUpQuery(look, followed, tools) : null,
  );
  const pivots = pivotsOfSteps(
    file,
    query,
    steps.map(({ text, topic }, at) => ({ text, topic: looks[at] ? 'none' : topic })),
  );
  return { ...pivots, ofSteps: pivots.ofSteps.map((pivot, at) => looks[at] ?? pivot) };
}

/** The tables and parsers that the queries beside the steps name, outside of their texts. */
function tablesOfSteps({ ofSteps }: StepPivots): readonly string[] {
  const known = currentPivots();
  const tables = ofSteps.flatMap((pivot) => {
    const words = pivot?.kql.replace(TEXTS, '').match(/\w+/g) ?? [];
    return words.filter((word) => known.has(word)).map((word) => named(word, pivot?.kql ?? ''));
  });
  return [...new Set(tables)];
}

/** A table as code, with the sensor whose events a query reads in it. */
function named(table: string, kql: string): string {
  const isOfSysmon = LOGS.has(table) && /"(?:Microsoft-Windows-Sysmon|sysmon)"/i.test(kql);
  return `\`${table}\`${isOfSysmon ? ' (Sysmon)' : ''}`;
}

/** Tables with the events of many programs. */
const LOGS: ReadonlySet<string> = new Set(['Event', 'WindowsEvent', 'Syslog']);
const TEXTS = /```[^`]*```|@?"[^"]*"|@?'[^']*'/g;

/** What can be told of a rule's detection and of the events that it reads. */
export interface DetectionGuidance {
  /** Its whole condition; null if its text holds no detection that can be read. */
  readonly words: WordedCondition | null;
  /** The programs that it names and this catalog knows. */
  readonly programs: readonly ProgramFile[];
  /** What its log source records and what must be switched on; null if nothing is known of it. */
  readonly data: DataNeeded | null;
}

export function detectionGuidance(rule: RuleDetail): DetectionGuidance {
  const { logsource } = rule.document;
  const detection = detectionIn(rule);
  return {
    words: detection && ruleInWords(detection),
    programs: detection ? programsNamedBy(detection) : [],
    data: logsource && dataNeeded(logsource, detection),
  };
}

function detectionIn(rule: RuleDetail): DetectionRule | null {
  if (!rule.readable) return null;
  const documents = parseRules(rule.raw).flatMap((document) => document.rule ?? []);
  const own = documents.find(({ id }) => id === rule.id) ?? documents[0];
  return own ? detectionOf(own) : null;
}

/** What is known of each of a rule's techniques, in the order of its ATT&CK context. */
export async function techniqueGuidance(rule: RuleDetail): Promise<readonly TechniqueGuidance[]> {
  const ids = rule.enrichment?.attackContext.techniques.map(({ id }) => id) ?? [];
  if (ids.length === 0) return [];
  const [rows, { techniques }] = await Promise.all([
    getCatalog().technique.findMany({
      where: { id: { in: ids } },
      select: { id: true, detail: true, knownGroups: true, knownSoftware: true },
    }),
    getRuleIndex(),
  ]);
  const details = new Map(rows.map((row) => [row.id, readTechniqueDetail(row)]));
  return ids.flatMap((id) => {
    const detail = details.get(id);
    if (!detail) return [];
    const subs = [...techniques.values()].filter(({ parentId }) => parentId === id);
    return { ...detail, id, lore: techniqueLore(id, rule.document.logsource), subs };
  });
}
