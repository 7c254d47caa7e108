import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '../translate';
import type { Transaction } from './write/outcome';

type Counts = Pick<Summary, 'rules' | 'translations' | 'proofs'>;

/** Counts what the catalog contains, without removed rules. */
export async function countCatalog(transaction: Transaction): Promise<Counts> {
  const present = { removedAt: null };
  const collections = await transaction.rule.groupBy({
    by: ['collection', 'inFeed'],
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
      inFeed: sum(collections.filter(({ inFeed }) => inFeed)),
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
    proofs: Object.fromEntries(proofs.map(({ proof, _count }) => [proof, _count])),
  };
}
