import { load as loadYaml } from 'js-yaml';
import { z } from 'zod';
import type { LogSource, Rule } from '@/lib/sigma';
import type { Translator } from './translator';
import { OUTCOMES, type Outcome, TARGETS, type Target } from './types';

/**
 * What the translator makes of a whole corpus: counts for people (`CORPUS.md`) and the list of rules
 * without a query (`gaps.yml`), which a test compares with what is so, so that it can only change on
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
  readonly longest: { readonly characters: number; readonly id: string };
}

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

export function surveyCorpus(rules: readonly Rule[], translator: Translator): CorpusResult {
  const outcomes = noCounts();
  const logsources = new Map<string, { rules: number; outcomes: Counts }>();
  const gaps: Gap[] = [];
  const withQuery = { any: 0, workspace: 0, defender: 0 };
  let longest = { characters: 0, id: '' };
  for (const rule of rules) {
    const name = nameOf(rule);
    const one = logsources.get(name) ?? { rules: 0, outcomes: noCounts() };
    logsources.set(name, one);
    one.rules++;
    const has: Partial<Record<Target, boolean>> = {};
    for (const target of TARGETS) {
      const { outcome, kql, diagnostics } = translator.translate(rule, target);
      outcomes[target][outcome]++;
      one.outcomes[target][outcome]++;
      has[target] = kql !== null;
      if (kql !== null) {
        if (kql.length > longest.characters) longest = { characters: kql.length, id: rule.id };
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
  return { rules: rules.length, logsources, outcomes, withQuery, gaps, longest };
}

function nameOf(rule: Rule): string {
  if (rule.kind === 'correlation') return 'correlation';
  const { product, category, service }: LogSource = rule.logsource;
  return [product, category, service].filter((part) => part !== null).join('/') || 'none';
}

/** Markdown for `content/mappings/CORPUS.md`. */
export function printReport(result: CorpusResult, source: string): string {
  const share = (count: number): string => `${((100 * count) / result.rules).toFixed(1)} %`;
  const lines = [
    '# What becomes of the corpus',
    '',
    'Written by `npx tsx lib/ingest/commands/corpus-report.ts SOURCE`; do not edit.',
    '',
    `Source: ${source}, ${result.rules} rules.`,
    '',
    '| rules with a query | rules | share |',
    '|---|---:|---:|',
    `| on any target | ${result.withQuery.any} | ${share(result.withQuery.any)} |`,
    `| on a Sentinel workspace (sentinel-asim or sentinel) | ${result.withQuery.workspace} | ${share(result.withQuery.workspace)} |`,
    `| on Defender XDR | ${result.withQuery.defender} | ${share(result.withQuery.defender)} |`,
    '',
    '| target | exact | approximate | unsupported |',
    '|---|---:|---:|---:|',
    ...TARGETS.map((target) => `| ${target} | ${cells(result.outcomes[target]).join(' | ')} |`),
    '',
    `Longest query: ${result.longest.characters} characters (rule ${result.longest.id}).`,
    '',
    '## By log source',
    '',
    'Each cell: exact / approximate / unsupported.',
    '',
    `| log source | rules | ${TARGETS.join(' | ')} |`,
    `|---|---:|${TARGETS.map(() => '---:|').join('')}`,
    ...[...result.logsources]
      .sort(([a, x], [b, y]) => y.rules - x.rules || (a < b ? -1 : 1))
      .map(
        ([name, { rules, outcomes }]) =>
          `| ${name} | ${rules} | ${TARGETS.map((target) => cells(outcomes[target]).join(' / ')).join(' | ')} |`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

function cells(counts: Readonly<Record<Outcome, number>>): number[] {
  return OUTCOMES.map((outcome) => counts[outcome]);
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

/** YAML for `content/mappings/gaps.yml`. */
export function printGaps(result: CorpusResult): string {
  const groups = new Map<string, Gap[]>();
  for (const gap of result.gaps) {
    const key = `${gap.target}\0${gap.logsource}`;
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  const lines = [
    '# Rules without a query, as known: written by corpus-report, compared by lib/translate/corpus.test.ts.',
  ];
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key) ?? [];
    const [first] = group;
    if (!first) continue;
    lines.push(`- target: ${first.target}`, `  logsource: ${first.logsource}`);
    if (group.every(({ whole }) => whole)) {
      lines.push(`  reason: ${JSON.stringify(first.reason)}`, '  rules: all');
      continue;
    }
    lines.push('  rules:');
    for (const { id, reason } of group.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      lines.push(`    ${JSON.stringify(id)}: ${JSON.stringify(reason.slice(0, 160))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** How what is so differs from what is listed. */
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
