import { groupBy } from '@/lib/group-by';
import { TARGETS } from '@/lib/target';
import type { Outcome } from '@/lib/translate';
import { OUTCOMES } from '@/lib/translate';
import { BOUNDS, type CorpusResult } from '@/lib/translate/corpus';
import { SENTINEL_RULE_CHARACTERS } from '@/lib/translate/limits';

/** Markdown for `content/mappings/CORPUS.md`. */
export function printReport(result: CorpusResult, source: string): string {
  const share = (count: number): string => `${((100 * count) / result.rules).toFixed(1)} %`;
  const lines = [
    '# What becomes of the corpus',
    '',
    'Written by `npx tsx lib/tooling/corpus-report.ts SOURCE`; do not edit.',
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
    '| bound | most | stated | rule |',
    '|---|---:|---:|---|',
    `| characters of a query | ${result.longest.characters} | ${BOUNDS.characters} | ${result.longest.id} on ${result.longest.target} |`,
    `| levels of its tree, of which Microsoft’s parser takes 500 | ${result.deepest.levels} | ${BOUNDS.levels} | ${result.deepest.id} on ${result.deepest.target} |`,
    '',
    `${result.overLimit.length} queries for a Sentinel workspace have more than ${SENTINEL_RULE_CHARACTERS} characters, which is`,
    'the most that a scheduled analytics rule accepts; each has a note about it:',
    '',
    '| rule | target | characters |',
    '|---|---|---:|',
    ...result.overLimit
      .toSorted((a, b) => b.characters - a.characters || (a.id < b.id ? -1 : 1))
      .map(({ id, target, characters }) => `| ${id} | ${target} | ${characters} |`),
    '',
    '## Prefilters',
    '',
    'Queries that begin with terms that an index finds, by table.',
    '',
    '| target | table | queries | with a prefilter |',
    '|---|---|---:|---:|',
    ...[...result.prefilters]
      .sort(([a, x], [b, y]) => y.queries - x.queries || (a < b ? -1 : 1))
      .map(
        ([key, { queries, prefiltered }]) =>
          `| ${key.replace(' ', ' | ')} | ${queries} | ${prefiltered} |`,
      ),
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

/** YAML for `content/mappings/gaps.yml`. */
export function printGaps(result: CorpusResult): string {
  const groups = groupBy(result.gaps, ({ target, logsource }) => `${target}\0${logsource}`);
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
