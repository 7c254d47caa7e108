import type { ReactNode } from 'react';

/** An empty state: why there is nothing to show, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="border-y py-10">
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="prose mt-2 max-w-prose space-y-2 text-muted">{children}</div>
    </div>
  );
}
