import { load as loadYaml } from 'js-yaml';
import { z } from 'zod';
import type { Rule } from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import { nameOfLogSource } from './log-source-name';
import { PREFILTER } from './query';
import type { Translator } from './translator';
import type { Outcome } from './types';

/**
 * What the translator makes of a whole corpus: counts for people (`CORPUS.md`) and the list of rules
 * without a query (`gaps.yml`), which a test compares with the actual gaps, so that it changes only on
 * purpose.
 */
export interface CorpusResult {
  readonly rules: number;
  readonly logsources: ReadonlyMap<string, LogSourceResult>;
  readonly outcomes: Readonly<Record<Target, Readonly<Record<Outcome, number>>>>;
  readonly withQuery: {
    readonly any: number;
    readonly workspace: number;
    readonly defender: number;
  };
  readonly gaps: readonly Gap[];
  readonly longest: { readonly characters: number; readonly id: string; readonly target: Target };
  /** Levels of Microsoft's syntax tree. The parser refuses more than 500. */
  readonly deepest: { readonly levels: number; readonly id: string; readonly target: Target };
  /** By target and table: the queries, and those that begin with terms an index finds. */
  readonly prefilters: ReadonlyMap<
    string,
    { readonly queries: number; readonly prefiltered: number }
  >;
  /** Queries for a Sentinel workspace that are too long for a scheduled analytics rule. */
  readonly overLimit: readonly { id: string; target: Target; characters: number }[];
}

/** Bounds of the queries for the corpus. A test checks the report against them. */
export const BOUNDS = { characters: 250_000, levels: 160, overLimit: 24 } as const;

/** Levels of a query's syntax tree. */
export type DepthOf = (kql: string, target: Target) => number;

export interface LogSourceResult {
  readonly rules: number;
  readonly outcomes: Readonly<Record<Target, Readonly<Record<Outcome, number>>>>;
}

export interface Gap {
  readonly target: Target;
  readonly logsource: string;
  readonly id: string;
  readonly reason: string;
  /** The whole log source has no table on the target. */
  readonly whole: boolean;
}

type Counts = Record<Target, Record<Outcome, number>>;

function noCounts(): Counts {
  const none = (): Record<Outcome, number> => ({ exact: 0, approximate: 0, unsupported: 0 });
  return { 'sentinel-asim': none(), sentinel: none(), 'defender-xdr': none() };
}

export function surveyCorpus(
  rules: readonly Rule[],
  translator: Translator,
  depthOf: DepthOf,
): CorpusResult {
  const outcomes = noCounts();
  const logsources = new Map<string, { rules: number; outcomes: Counts }>();
  const gaps: Gap[] = [];
  const withQuery = { any: 0, workspace: 0, defender: 0 };
  let longest: CorpusResult['longest'] = { characters: 0, id: '', target: 'sentinel' };
  const overLimit: CorpusResult['overLimit'][number][] = [];
  const prefilters = new Map<string, { queries: number; prefiltered: number }>();
  const queries: Query[] = [];
  for (const rule of rules) {
    const name = nameOf(rule);
    const one = logsources.get(name) ?? { rules: 0, outcomes: noCounts() };
    logsources.set(name, one);
    one.rules++;
    const has: Partial<Record<Target, boolean>> = {};
    for (const target of TARGETS) {
      const { outcome, kql, table, diagnostics } = translator.translate(rule, target);
      outcomes[target][outcome]++;
      one.outcomes[target][outcome]++;
      has[target] = kql !== null;
      if (kql !== null) {
        const { id } = rule;
        const characters = kql.length;
        const counted = countOf(prefilters, `${target} ${table}`);
        counted.queries++;
        if (isPrefiltered(kql)) counted.prefiltered++;
        if (characters > longest.characters) longest = { characters, id, target };
        if (diagnostics.some(({ code }) => code === 'translate/query-length')) {
          overLimit.push({ id, target, characters });
        }
        queries.push({ kql, id, target, bound: boundOfDepth(kql) });
        continue;
      }
      const [first] = diagnostics;
      gaps.push({
        target,
        logsource: name,
        id: rule.id,
        reason: first?.message ?? '',
        whole: first?.code === 'translate/no-table' || first?.code === 'translate/no-mapping',
      });
    }
    const workspace = has.sentinel || has['sentinel-asim'];
    if (workspace) withQuery.workspace++;
    if (has['defender-xdr']) withQuery.defender++;
    if (workspace || has['defender-xdr']) withQuery.any++;
  }
  return {
    rules: rules.length,
    logsources,
    outcomes,
    withQuery,
    gaps,
    longest,
    deepest: findDeepest(queries, depthOf),
    prefilters,
    overLimit,
  };
}

function countOf(
  counts: Map<string, { queries: number; prefiltered: number }>,
  key: string,
): { queries: number; prefiltered: number } {
  const known = counts.get(key) ?? { queries: 0, prefiltered: 0 };
  counts.set(key, known);
  return known;
}

/** Whether a query begins with terms that an index finds: a filter of its own, or a parser's parameters. */
function isPrefiltered(kql: string): boolean {
  return kql.includes(`// ${PREFILTER}\n`) || /^\w+\([^|]*_has_(?:any|all) = /m.test(kql);
}

interface Query {
  readonly kql: string;
  readonly id: string;
  readonly target: Target;
  readonly bound: number;
}

/**
 * The deepest query. Parsing all of them would take a minute, so this parses the likeliest first and
 * stops when no other can be deeper.
 */
function findDeepest(queries: readonly Query[], depthOf: DepthOf): CorpusResult['deepest'] {
  let deepest: CorpusResult['deepest'] = { levels: 0, id: '', target: 'sentinel' };
  for (const { kql, id, target, bound } of queries.toSorted((a, b) => b.bound - a.bound)) {
    if (bound <= deepest.levels) break;
    const levels = depthOf(kql, target);
    if (levels > deepest.levels) deepest = { levels, id, target };
  }
  return deepest;
}

/**
 * An upper bound of the query's levels. `and`, `or` and `|` nest to the left, one level each until the
 * enclosing bracket ends. A bracket takes a few levels.
 */
export function boundOfDepth(kql: string): number {
  const open: number[] = [];
  let here = 0;
  let most = 0;
  for (const [token] of kql.matchAll(TOKEN)) {
    if (/^[([{]/.test(token)) {
      open.push(here);
      here += BRACKET;
    } else if (/^[)\]}]/.test(token)) here = open.pop() ?? 0;
    else if (/^(?:and|or|[|;+\-*/])$/.test(token)) here++;
    most = Math.max(most, here);
  }
  return most + REST;
}

const TOKEN =
  /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\w+|[^\s\w]/g;
const BRACKET = 6;
const REST = 16;

function nameOf(rule: Rule): string {
  if (rule.kind === 'correlation') return 'correlation';
  return nameOfLogSource(rule.logsource) || 'none';
}

const gapsFile = z.array(
  z.strictObject({
    target: z.enum(TARGETS),
    logsource: z.string(),
    reason: z.string().optional(),
    rules: z.union([z.literal('all'), z.record(z.string(), z.string())]),
  }),
);
export type KnownGaps = z.infer<typeof gapsFile>;

export function readGaps(text: string): KnownGaps {
  return gapsFile.parse(loadYaml(text));
}

/** The differences between actual and listed gaps. */
export function compareGaps(
  result: CorpusResult,
  known: KnownGaps,
): { unlisted: string[]; working: string[] } {
  const listed = new Map<string, Set<string> | 'all'>();
  for (const { target, logsource, rules } of known) {
    listed.set(`${target} ${logsource}`, rules === 'all' ? 'all' : new Set(Object.keys(rules)));
  }
  const actual = new Map<string, Set<string>>();
  const unlisted: string[] = [];
  for (const { target, logsource, id, reason } of result.gaps) {
    const key = `${target} ${logsource}`;
    actual.set(key, (actual.get(key) ?? new Set()).add(id));
    const group = listed.get(key);
    if (group !== 'all' && !group?.has(id)) unlisted.push(`${key} ${id}: ${reason}`);
  }
  const working: string[] = [];
  for (const [key, group] of listed) {
    const there = actual.get(key);
    if (group === 'all') {
      const [target = '', name = ''] = key.split(' ');
      const rules = result.logsources.get(name)?.rules ?? 0;
      if (rules > 0 && there?.size !== rules) working.push(`${target} ${name}`);
    } else {
      for (const id of group) if (!there?.has(id)) working.push(`${key} ${id}`);
    }
  }
  return { unlisted, working };
}
