import type { OwnTables } from '@/lib/own-tables/own-tables';
import { PROOFS } from '@/lib/proof/types';
import { nearest } from '@/lib/sigma/nearest';
import { LEVELS, STATUSES } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';
import { UNSET } from './columns/rule-columns';
import { FACETS, type Facet, type FeedFilter } from './feed-filter';
import { type Renamed, renamedProof, renamedTactic } from './former-names';
import type { Mistake } from './mistake';
import type { RuleIndex } from './rule-index';

/**
 * Resolves facet values, in any letter case, to the spelling in the catalog; a tactic can be given by its
 * name, and by a former one. A value that no rule can have stays, so that no rule passes it, and is noted in `mistakes`.
 */
export function resolveValues(
  index: RuleIndex,
  filter: FeedFilter,
): { readonly filter: FeedFilter; readonly mistakes: readonly Mistake[] } {
  const resolved: Partial<Record<Facet, readonly string[]>> = {};
  const mistakes: Mistake[] = [];
  for (const facet of FACETS) {
    if (facet === 'technique' || filter[facet].length === 0) continue;
    const known = knownValues(facet, index);
    const values = filter[facet].flatMap((asked) => {
      const value = known.get(asked.toLowerCase());
      if (value !== undefined) return value;
      const renamed = renamedValue(facet, asked, index);
      mistakes.push(
        renamed ? { text: renamed.sentence } : unknownValue(facet, asked, filter[facet], known),
      );
      return renamed?.now ?? asked;
    });
    resolved[facet] = [...new Set(values)];
  }
  const env = filter.env && resolveOwnTables(index, filter.env).known;
  return { filter: { ...filter, ...resolved, env }, mistakes };
}

/** A former name of a tactic or a proof state; null for any other value. */
function renamedValue(facet: Facet, asked: string, index: RuleIndex): Renamed | null {
  if (facet === 'tactic') return renamedTactic(index, asked);
  return facet === 'proof' ? renamedProof(asked) : null;
}

function unknownValue(
  facet: Facet,
  asked: string,
  values: readonly string[],
  known: ReadonlyMap<string, string>,
): Mistake {
  const text = `No rule has the ${facet} “${asked}”.`;
  const near = known.get(nearest(asked, known.keys()) ?? '');
  if (near === undefined) return { text };
  const change = { [facet]: values.map((value) => (value === asked ? near : value)) };
  return { text, meant: { text: near, change } };
}

/** One's own tables as the catalog spells them, and those of which no rule knows. */
export function resolveOwnTables(
  { neededTables }: RuleIndex,
  own: OwnTables,
): { readonly known: OwnTables; readonly unknown: readonly string[] } {
  const spelt = new Map(neededTables.map((table) => [table.toLowerCase(), table]));
  const resolve = (names: readonly string[]) => [
    ...new Set(names.flatMap((name) => spelt.get(name.toLowerCase()) ?? [])),
  ];
  return {
    known: { sentinel: resolve(own.sentinel), defender: resolve(own.defender) },
    unknown: [...new Set([...own.sentinel, ...own.defender])].filter(
      (name) => !spelt.has(name.toLowerCase()),
    ),
  };
}

/** Each value in lower case → the value in the catalog. */
function knownValues(facet: Exclude<Facet, 'technique'>, index: RuleIndex): Map<string, string> {
  const of = (values: Iterable<string>) =>
    new Map(Array.from(values, (value) => [value.toLowerCase(), value]));
  switch (facet) {
    case 'level':
      return of([...LEVELS, UNSET]);
    case 'status':
      return of([...STATUSES, UNSET]);
    case 'outcome':
      return of(OUTCOMES);
    case 'proof':
      return of(PROOFS);
    case 'target':
      return of(TARGETS);
    case 'change':
      return of(['new', 'changed']);
    case 'table':
      return of(index.tables);
    case 'product':
      return of(index.rules.map(({ product }) => product ?? UNSET));
    case 'source':
      return new Map(
        [...index.sources.values()].flatMap(({ id, name }) => [
          [name.toLowerCase(), id] as const,
          [id.toLowerCase(), id] as const,
        ]),
      );
    case 'collection':
      return of(index.rules.map(({ collection }) => collection));
    case 'threat':
      return of(index.rules.flatMap(({ threats }) => threats));
    case 'cve':
      return cveSpellings(index.rules.flatMap(({ cves }) => cves));
    case 'tactic':
      return new Map([
        ...index.tactics.map(({ name, shortName }) => [name.toLowerCase(), shortName] as const),
        ...of(index.tactics.map(({ shortName }) => shortName)),
      ]);
    default:
      return facet satisfies never;
  }
}

/** A CVE may be written without its first letters: `2024-1709`. */
function cveSpellings(cves: readonly string[]): Map<string, string> {
  return new Map(
    cves.flatMap((cve) => [
      [cve.toLowerCase(), cve],
      [cve.slice('CVE-'.length), cve],
    ]),
  );
}
