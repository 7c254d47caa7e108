import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';

/** A query that lists tables, with a button that copies it. */
export function TableQuery({
  kql,
  about,
  children,
}: {
  kql: string;
  /** Where it runs, for screen readers. */
  about: string;
  /** What to do with it. */
  children: ReactNode;
}) {
  return (
    <div className="mb-2">
      <div className="flex items-start justify-between gap-2">
        <p className="py-1 text-muted text-sm">{children}</p>
        <CopyButton compact label="Copy KQL" about={about} text={kql} />
      </div>
      <pre className="own-query">
        <code>{kql}</code>
      </pre>
    </div>
  );
}
