import { asimSources } from '@/lib/log-sources';
import type { Target } from '@/lib/target';
import type { CostLevel, Outcome } from '@/lib/translate';
import type { QueryRow, RuleRow } from './database/index-rows';
import type { IndexedQuery, IndexedRule } from './rule-index';
import { readOr } from './stored/column';
import { alternativesInBrief, translationTables } from './stored/translation';

/** What the index says of a rule's queries. */
export type RuleQueries = Pick<IndexedRule, 'queries' | 'targets' | 'tables' | 'outcome'>;

type StoredQuery = Omit<IndexedQuery, 'needs'>;

/**
 * The queries of all rules. Thousands of rules have queries on the same targets and tables, at the same cost: they
 * share what the index says of them, which is read and held once.
 */
export class QueryKinds {
  readonly #stored: (readonly StoredQuery[])[] = [];
  readonly #numberOf = new Map<string, number>();
  /** By rule: the numbers of its queries' kinds. */
  readonly #kindsOf = new Map<string, string>();
  readonly #known = new Map<string, RuleQueries>();

  /** Adds a rule's queries on a target. A row that cannot be read counts as no query. */
  add(row: QueryRow): void {
    const { ruleId, target, outcome, table, tables, costLevel, alternatives } = row;
    const key = [target, outcome, table, tables, costLevel, alternatives].join('\n');
    let number = this.#numberOf.get(key);
    if (number === undefined) {
      const queries = readOr(null, () => storedQueries(row));
      if (queries === null) return;
      number = this.#stored.push(queries) - 1;
      this.#numberOf.set(key, number);
    }
    const kinds = this.#kindsOf.get(ruleId);
    this.#kindsOf.set(ruleId, kinds === undefined ? String(number) : `${kinds} ${number}`);
  }

  of(rule: Pick<RuleRow, 'id' | 'product' | 'category' | 'service'>): RuleQueries {
    const kinds = this.#kindsOf.get(rule.id) ?? '';
    const key = [kinds, rule.product, rule.category, rule.service].join('\n');
    const known = this.#known.get(key);
    if (known) return known;
    const stored = kinds === '' ? [] : kinds.split(' ');
    const queries = stored
      .flatMap((number) => this.#stored[Number(number)] ?? [])
      .map((query) => ({
        ...query,
        needs: query.tables.map((table) => [table, ...asimSources(table, rule)]),
      }));
    const made: RuleQueries = {
      queries,
      targets: unique(queries.map(({ target }) => target)),
      tables: unique(queries.flatMap(({ tables }) => tables)),
      outcome: bestOutcome(queries.filter(({ primary }) => primary)),
    };
    this.#known.set(key, made);
    return made;
  }
}

function storedQueries(row: QueryRow): readonly StoredQuery[] {
  const { table } = row;
  const target = row.target as Target;
  const outcome = row.outcome as Outcome;
  const cost = row.costLevel as CostLevel | null;
  const id = `rule ${row.ruleId} for ${target}`;
  const tables = translationTables.read(row.tables, id);
  const others = row.alternatives === '[]' ? [] : alternativesInBrief.read(row.alternatives, id);
  return [
    { target, outcome, table, tables, cost, primary: true },
    ...others.map((other) => ({ ...other, target, primary: false })),
  ].filter((query) => query.outcome !== 'unsupported');
}

function bestOutcome(queries: readonly IndexedQuery[]): Outcome {
  const outcomes = queries.map(({ outcome }) => outcome);
  if (outcomes.includes('exact')) return 'exact';
  return outcomes.includes('approximate') ? 'approximate' : 'unsupported';
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
