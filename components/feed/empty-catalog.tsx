import { Empty } from '@/components/ui/empty';

/** The feed before the first sync. */
export function EmptyCatalog() {
  return (
    <div className="page pt-8">
      <h1 className="mb-4 font-semibold text-xl">SOC feed</h1>
      <Empty title="The catalog is empty">
        <p>
          No sync has completed yet. <code>npm start</code> runs the first sync for you. To run one
          yourself:
        </p>
        <pre className="code px-3">npm run ingest</pre>
        <p>
          If you cannot reach GitHub, load the starter rules with{' '}
          <code>npm run ingest -- --source starter</code>.
        </p>
      </Empty>
    </div>
  );
}
