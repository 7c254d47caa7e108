import { getLastSync } from '@/lib/catalog/last-sync';

/** Says that the catalog has only the starter rules, and how to get the others. */
export async function StarterBanner() {
  const sync = await getLastSync();
  if (sync?.source !== 'starter') return null;
  return (
    <aside aria-label="Starter rules" className="border-b bg-warn-soft text-sm">
      <p className="page py-1.5">
        Only the starter rules are loaded: SigmaHQ could not be reached, or was not asked yet. With
        a connection, <code className="text-xs">npm run ingest</code> brings the whole catalog;
        without one, <code className="text-xs">npm run ingest -- --source FILE.tar.gz</code> reads a
        downloaded archive.
      </p>
    </aside>
  );
}
