/** Says that the catalog has only the starter rules, and how to load the others. */
export function StarterBanner() {
  return (
    <aside aria-label="Starter rules" className="border-b bg-warn-soft text-sm">
      <p className="page py-1.5">
        You see only the starter rules, because no sync from SigmaHQ has completed yet. To load the
        whole catalog, run <code className="text-xs">npm run ingest</code>. Without an internet
        connection, run <code className="text-xs">npm run ingest -- --source FILE.tar.gz</code> on a
        downloaded archive.
      </p>
    </aside>
  );
}
