import { Empty } from '@/components/ui/empty';
import type { CatalogProblem } from '@/lib/catalog/file/problem';

/** Why there is no catalog to show, and the command that repairs it. */
export function CatalogUnavailable({ problem }: { problem: CatalogProblem }) {
  return (
    <div className="page pt-8 pb-16">
      <h1 className="mb-4 font-semibold text-xl">The catalog is unavailable</h1>
      <Empty title={problem.what}>
        <p>{problem.next}</p>
        <pre className="code px-3">{problem.command}</pre>
        <p>
          Then reload this page. Watchfloor serves the new catalog without a restart. The server log
          names the file.
        </p>
      </Empty>
    </div>
  );
}
