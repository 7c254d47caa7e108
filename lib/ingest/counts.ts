import type { Transaction } from '@/lib/catalog/database/catalog';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '../translate';
import type { Outcome } from './write/outcome';

type Counts = Pick<Summary, 'rules' | 'translations' | 'proofs' | 'sources'>;

/** Counts what the catalog contains, without removed rules. */
export async function countCatalog(
  transaction: Transaction,
  { sources, failed }: Pick<Outcome, 'sources' | 'failed'>,
): Promise<Counts> {
  const present = { removedAt: null };
  const collections = await transaction.rule.groupBy({
    by: ['collection', 'inFeed', 'sourceId'],
    where: present,
    _count: true,
    orderBy: { collection: 'asc' },
  });
  const outcomes = await transaction.translation.groupBy({
    by: ['target', 'outcome'],
    where: { rule: present },
    _count: true,
  });
  const proofs = await transaction.rule.groupBy({
    by: ['proof'],
    where: present,
    _count: true,
    orderBy: { proof: 'asc' },
  });
  const sum = (rows: readonly { _count: number }[]) =>
    rows.reduce((total, row) => total + row._count, 0);
  const outOfFeed = new Set(
    (await transaction.source.findMany({ where: { inFeed: false }, select: { id: true } })).map(
      ({ id }) => id,
    ),
  );
  const rulesOf = (id: string) => sum(collections.filter(({ sourceId }) => sourceId === id));
  const outcomesOf = (target: string) =>
    Object.fromEntries(
      OUTCOMES.map((outcome) => [
        outcome,
        sum(outcomes.filter((row) => row.target === target && row.outcome === outcome)),
      ]),
    );
  return {
    rules: {
      total: sum(collections),
      inFeed: sum(collections.filter((row) => row.inFeed && !outOfFeed.has(row.sourceId))),
      byCollection: Object.fromEntries(
        [...new Set(collections.map(({ collection }) => collection))].map((collection) => [
          collection,
          sum(collections.filter((row) => row.collection === collection)),
        ]),
      ),
    },
    translations: Object.fromEntries(
      TARGETS.map((target) => [target, outcomesOf(target)]),
    ) as Summary['translations'],
    sources: [
      ...sources.map(({ profile: { id, name }, commit }) => ({
        id,
        name,
        commit,
        rules: rulesOf(id),
        error: null,
      })),
      ...failed.map(({ profile: { id, name }, error }) => ({
        id,
        name,
        commit: null,
        rules: rulesOf(id),
        error,
      })),
    ],
    proofs: Object.fromEntries(proofs.map(({ proof, _count }) => [proof, _count])),
  };
}
