import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { ScrollBox } from '@/components/ui/scroll-box';

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
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">{children}</p>
        <CopyButton compact label="Copy KQL" about={about} text={kql} />
      </div>
      <ScrollBox label={`KQL ${about}`} className="own-query">
        {kql}
      </ScrollBox>
    </div>
  );
}
