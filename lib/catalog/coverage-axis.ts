import { productsOfPlatform } from '@/lib/log-sources';
import type { Axis } from './axes';
import { getCatalog } from './client';
import type { FoundRules } from './feed';
import type { IndexedRule, RuleIndex } from './rule-index';
import { techniqueDetail } from './stored/technique';

/** A platform, a table, or a data component or detection strategy of ATT&CK. */
export interface AxisRow {
  readonly key: string;
  readonly name: string;
  /** ATT&CK's page on it. */
  readonly url: string | null;
  /** Ids of the techniques that ATT&CK says belong to it; null of a table, of which it knows nothing. */
  readonly techniques: readonly string[] | null;
  /** Distinct rules that count for it. */
  readonly rules: number;
  /** How many techniques have such a rule, one with a query, one that is proven. */
  readonly covered: number;
  readonly translated: number;
  readonly proven: number;
  /** The techniques without a rule. */
  readonly gaps: readonly string[];
}

/** An entry of the axis before rules are counted. */
interface Entry {
  readonly key: string;
  readonly name: string;
  readonly url: string | null;
  readonly techniques: readonly string[] | null;
  readonly counts: (rule: IndexedRule) => boolean;
}

/** The filtered rules counted along an axis; entries with most techniques without a rule first, tables with most rules. */
export async function coverageBy(
  axis: Axis,
  { index, rules }: Pick<FoundRules, 'index' | 'rules'>,
): Promise<readonly AxisRow[]> {
  const entries = await ENTRIES[axis](index);
  const rows = entries.map((entry) => countRules(entry, rules));
  return axis === 'table'
    ? rows.filter(({ rules }) => rules > 0).sort((a, b) => b.rules - a.rules)
    : rows.sort((a, b) => b.gaps.length - a.gaps.length || b.rules - a.rules);
}

const ENTRIES: Readonly<
  Record<Axis, (index: RuleIndex) => readonly Entry[] | Promise<readonly Entry[]>>
> = {
  platform: ({ techniques }) => {
    const byPlatform = new Map<string, string[]>();
    for (const { id, platforms } of techniques.values()) {
      for (const platform of platforms) include(byPlatform, platform, id);
    }
    return [...byPlatform].map(([platform, ids]) => {
      const products = new Set<string | null>(productsOfPlatform(platform));
      const runsOn = ({ product }: IndexedRule) => product === null || products.has(product);
      return { key: platform, name: platform, url: null, techniques: ids, counts: runsOn };
    });
  },
  table: ({ tables }) =>
    tables.map((table) => ({
      key: table,
      name: table,
      url: null,
      techniques: null,
      counts: (rule) => rule.tables.includes(table),
    })),
  component: () => linkedEntries('dataComponents'),
  strategy: () => linkedEntries('detections'),
};

/** Data components or strategies with the techniques that they detect. */
async function linkedEntries(kind: 'dataComponents' | 'detections'): Promise<Entry[]> {
  const techniques = await getCatalog().technique.findMany({
    where: { revoked: false },
    select: { id: true, detail: true },
    orderBy: { id: 'asc' },
  });
  const named = new Map<string, { readonly name: string; readonly url: string }>();
  const detected = new Map<string, string[]>();
  for (const { id, detail } of techniques) {
    for (const { id: own, name, url } of techniqueDetail.read(detail, id)[kind]) {
      const key = own || name;
      named.set(key, { name, url });
      include(detected, key, id);
    }
  }
  return [...named].map(([key, { name, url }]) => ({
    key,
    name,
    url,
    techniques: detected.get(key) ?? [],
    counts: () => true,
  }));
}

function include(map: Map<string, string[]>, key: string, value: string) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function countRules(
  { key, name, url, techniques, counts }: Entry,
  rules: readonly IndexedRule[],
): AxisRow {
  const own = techniques && new Set(techniques);
  const covered = new Set<string>();
  const translated = new Set<string>();
  const proven = new Set<string>();
  let total = 0;
  for (const rule of rules) {
    if (!counts(rule)) continue;
    const named = rule.techniquesAndParents.filter((id) => own === null || own.has(id));
    if (named.length === 0 && own !== null) continue;
    total++;
    for (const id of named) {
      covered.add(id);
      if (rule.outcome !== 'unsupported') translated.add(id);
      if (rule.proof === 'proven') proven.add(id);
    }
  }
  return {
    key,
    name,
    url,
    techniques,
    rules: total,
    covered: covered.size,
    translated: translated.size,
    proven: proven.size,
    gaps: (techniques ?? []).filter((id) => !covered.has(id)),
  };
}
