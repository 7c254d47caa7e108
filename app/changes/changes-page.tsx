import { notFound } from 'next/navigation';
import '@/components/changes/changes.css';
import { SyncChanges } from '@/components/changes/sync-changes';
import { LOGIC_MEANINGS, type Shown, shownOf } from '@/lib/catalog/changes/kinds';
import { CHANGES_PAGE, listChanges } from '@/lib/catalog/changes/list-changes';
import { type ChangingSync, changingSyncs } from '@/lib/catalog/changes/syncs';
import { translatePool } from '@/lib/workbench/shared-pool';

/** The changes of one sync, or of the last one that changed rules. */
export async function ChangesPage({
  syncId,
  asked,
}: {
  syncId: number | null;
  asked: Readonly<Record<string, string | string[] | undefined>>;
}) {
  const syncs = await changingSyncs(syncId);
  const sync = syncId === null ? syncs[0] : syncs.find(({ id }) => id === syncId);
  if (!sync) {
    if (syncId !== null) notFound();
    return (
      <div className="page pt-4 pb-8">
        <h1 className="mb-3 font-semibold text-xl">What changed</h1>
        <p className="note note-warning">
          No sync has completed yet. Run <code>npm run ingest</code>.
        </p>
      </div>
    );
  }
  const show = (typeof asked.show === 'string' && shownOf(asked.show)) || firstShown(sync);
  // Each change leads to a page with its queries.
  translatePool().warm();
  const list = await listChanges(sync.id, show, Number(asked.page) || 1);
  return <SyncChanges sync={sync} syncs={syncs} show={show} list={list} pageSize={CHANGES_PAGE} />;
}

/** Changes of the logic if there are any, else what there is. */
function firstShown({ counts }: ChangingSync): Shown {
  if (LOGIC_MEANINGS.some((meaning) => counts.has(meaning))) return 'logic';
  return [...counts.keys()][0] ?? 'logic';
}
