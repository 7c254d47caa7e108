import { Empty } from '@/components/ui/empty';

/** Before the first sync. */
export function EmptyCatalog() {
  return (
    <div className="page pt-8">
      <h1 className="mb-4 font-semibold text-xl">SOC feed</h1>
      <Empty title="The catalog is empty">
        <p>
          No sync has completed yet. One runs by itself when the server was started with{' '}
          <code>npm start</code>; by hand it is:
        </p>
        <pre className="code px-3">npm run ingest</pre>
        <p>
          Without a connection to GitHub, <code>npm run ingest -- --source starter</code> loads the
          starter rules.
        </p>
      </Empty>
    </div>
  );
}
