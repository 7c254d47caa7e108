import { hideSecrets } from '@/lib/address';
import { getCatalog } from '../client';
import { commitUrlOf, sourceName } from '../source-link';
import { type ChangeKind, isMeaning, RULE_MOVES } from './kinds';

/** A sync that changed rules. */
export interface ChangingSync {
  readonly id: number;
  readonly finishedAt: Date;
  readonly sourceName: string;
  readonly commit: string | null;
  readonly commitUrl: string | null;
  /** How many rules of each kind; kinds without one are missing. */
  readonly counts: ReadonlyMap<ChangeKind, number>;
  /** Changes of rules' texts of which no meaning is known: of syncs by an older version. */
  readonly unjudged: number;
}

const MAX_SYNCS = 60;

/** The syncs that changed rules, newest first, and the one with the given id if it is older than these. */
export async function changingSyncs(withId: number | null = null): Promise<ChangingSync[]> {
  const catalog = getCatalog();
  const changed = await catalog.ruleVersion.groupBy({
    by: ['syncId', 'change'],
    _count: true,
    orderBy: { syncId: 'desc' },
  });
  const all = [...new Set(changed.map(({ syncId }) => syncId))];
  const ids = all.filter((id, at) => at < MAX_SYNCS || id === withId);
  const [runs, meanings] = await Promise.all([
    catalog.syncRun.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'desc' },
      select: { id: true, finishedAt: true, source: true, commit: true },
    }),
    catalog.ruleChange.groupBy({
      by: ['syncId', 'meaning'],
      where: { syncId: { in: ids } },
      _count: true,
    }),
  ]);
  return runs.map(({ id, finishedAt, source, commit }) => {
    const counts = new Map<ChangeKind, number>();
    for (const { syncId, change, _count } of changed) {
      const move = RULE_MOVES.find((one) => one === change);
      if (syncId === id && move) counts.set(move, _count);
    }
    let judged = 0;
    for (const { syncId, meaning, _count } of meanings) {
      if (syncId !== id || !isMeaning(meaning)) continue;
      counts.set(meaning, _count);
      judged += _count;
    }
    const texts = changed.find((row) => row.syncId === id && row.change === 'changed')?._count ?? 0;
    const shown = hideSecrets(source);
    return {
      id,
      finishedAt,
      sourceName: sourceName(shown),
      commit,
      commitUrl: commitUrlOf(shown, commit),
      counts,
      unjudged: Math.max(0, texts - judged),
    };
  });
}
