import type { ReactNode } from 'react';

/** A titled section of a page, with its actions on the right. */
export function Section({
  id,
  title,
  actions,
  children,
  className = '',
}: {
  id: string;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section aria-labelledby={id} className={`border-t pt-3 pb-6 ${className}`}>
      <div className="section-head mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold text-lg">
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
