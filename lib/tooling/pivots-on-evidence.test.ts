import { expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { constantColumns } from '@/lib/enrich/constant-columns';
import { noteOn } from '@/lib/enrich/knowledge/rule-notes';
import type { TableRow } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery, createChecker, quoteString } from '@/lib/kql';
import { createQueryFacts } from '@/lib/kql/query-facts';
import type { Row } from '@/lib/kql/run/run-query';
import { currentPivots, pivotsFor, tuningLines } from '@/lib/pivots';
import { createContext, tenantCases } from '@/lib/proof';
import { parseRules, type Rule, relatedRules } from '@/lib/sigma';
import { detectionOf } from '@/lib/sigma/detection-of';
import { TARGETS, type Target } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';

/*
 * Pivots and tuning lines on the events on which rules match: a pivot finds the match itself, and an
 * exclusion with the values of a match silences it.
 */

const knowledge = readKnowledge();
const { schemas } = knowledge;
const translator = createTranslator(knowledge);
const checker = createChecker(schemas);
const factsOf = createQueryFacts(schemas);
const context = createContext(schemas, translator.version);
const pivots = currentPivots();

/** Of each rule of the archive, one in so many; a whole run takes some minutes. */
const EVERY = Number(process.env.PIVOT_EVERY ?? 100);

interface Tried {
  pivots: number;
  exclusions: number;
  readonly faults: string[];
}

function tryRule(rules: readonly Rule[], target: Target, tried: Tried): void {
  const [rule] = rules;
  if (!rule) return;
  const related = relatedRules(rules)(rule);
  const translation = translator.translate(rule, target, related);
  const detection = detectionOf(rule);
  const fields = noteOn(rule)?.constant ?? [];
  const constant = detection
    ? constantColumns(fields, detection.logsource, [translation], translator.columnOf)
    : {};
  for (const { kql, table, tables } of [translation, ...translation.alternatives]) {
    const file = table === null ? undefined : pivots.get(table);
    if (kql === null || table === null || !file) continue;
    const [match] = tenantCases(rule, related, { kql, target, table, tables }, [], context);
    if (!match?.expected) continue;
    const events = match.rows.map(withStarts);
    const [found] = run(kql, target, events).rows;
    // Without a time, no bound of a pivot holds.
    if (!found?.Timestamp && !found?.TimeGenerated) continue;
    const product = rule.kind === 'detection' ? rule.logsource.product : null;
    const query = { target, facts: factsOf(kql, target, table), product };
    const name = `${rule.title}, ${table}`;
    for (const pivot of pivotsFor(file, query)) {
      tried.pivots++;
      const filled = fillIn(pivot.kql, found);
      if (filled === null) continue;
      const { rows, problem } = run(filled, target, events);
      if (problem) tried.faults.push(`${name}, ${pivot.title}: ${problem}`);
      else if (rows.length === 0) tried.faults.push(`${name}, ${pivot.title}: nothing\n${filled}`);
    }
    const lines = tuningLines(file, query, constant[table] ?? file.honest);
    if (!lines) continue;
    for (const text of [lines.survey, lines.exclusion ?? '']) {
      const faults = checker.check(`${kql.trimEnd()}\n${text}`, target);
      for (const { message } of faults) tried.faults.push(`${name}, ${text}: ${message}`);
    }
    const making =
      lines.exclusion?.replace(/^\/\/.*\n/gm, '').replace(/^\| where not[\s\S]*$/m, '') ?? '';
    const [made = found] = run(`${kql.trimEnd()}\n${making}`, target, events).rows;
    const exclusion = lines.exclusion && fillIn(lines.exclusion, made);
    if (!exclusion) continue;
    tried.exclusions++;
    const { rows, problem } = run(`${kql.trimEnd()}\n${exclusion}`, target, events);
    const same = (row: Row) => JSON.stringify(row) === JSON.stringify(made);
    if (problem || rows.some(same)) {
      tried.faults.push(`${name}: ${problem ?? 'the exclusion does not silence its match'}`);
    }
  }
}

/** A row with the times that Defender records for each process and the events of the archive do not tell. */
function withStarts(event: TableRow): TableRow {
  const starts = ['ProcessId', 'InitiatingProcessId', 'InitiatingProcessParentId']
    .filter((id) => event.row[id] !== undefined)
    .map((id) => [id.replace(/Id$/, 'CreationTime'), STARTED]);
  return { ...event, row: { ...Object.fromEntries(starts), ...event.row } };
}

const STARTED = '2025-12-31T00:00:00Z';

function run(kql: string, target: Target, rows: readonly TableRow[]) {
  const query = compileQuery(kql, { schemas, target, now: '2026-01-02T00:00:00Z' });
  const [problem] = query.diagnostics;
  if (problem) return { rows: [], problem: `${problem.message}\n${kql}` };
  const tables: Record<string, Row[]> = {};
  for (const { table, row } of rows) {
    const list = tables[table] ?? [];
    tables[table] = list;
    list.push(row);
  }
  return { rows: query.run(tables).rows, problem: null };
}

/** A query with the values of a match in it; null if the match has no value for one of them. */
function fillIn(kql: string, match: Row): string | null {
  let isWhole = true;
  const told = (column: string) => {
    const value = match[column];
    isWhole &&= value !== undefined && value !== null && value !== '';
    return String(value);
  };
  const filled = kql
    .replace(/```<(\w+)>```/g, (_, column: string) => `\`\`\`${told(column)}\`\`\``)
    .replace(/@"<(\w+)>"/g, (_, column: string) => quoteString(told(column)))
    .replace(/(\w+)\(null\); \/\/ (\w+)/g, (_, type: string, column: string) => {
      return `${type}(${told(column)});`;
    });
  return isWhole ? filled : null;
}

function tryAll(all: readonly (readonly Rule[])[]): Tried {
  const tried: Tried = { pivots: 0, exclusions: 0, faults: [] };
  for (const rules of all) for (const target of TARGETS) tryRule(rules, target, tried);
  return tried;
}

it('find and silence the events of the starter rules', () => {
  const starter = contentTexts('starter/rules', { recursive: true }).map(({ text }) =>
    parseRules(text).flatMap(({ rule }) => rule ?? []),
  );
  const tried = tryAll(starter);
  expect(tried.faults).toEqual([]);
  expect(tried.pivots).toBeGreaterThan(100);
  expect(tried.exclusions).toBeGreaterThan(20);
});

it.skipIf(!CORPUS_PRESENT)(
  `find and silence the events of a part of the archive${CORPUS_NOTE}`,
  async () => {
    const rules = await readCorpus({ retired: true });
    const tried = tryAll(rules.filter((_, at) => at % EVERY === 0).map((rule) => [rule]));
    expect(tried.faults).toEqual([]);
    expect(tried.pivots).toBeGreaterThan(200);
  },
);
