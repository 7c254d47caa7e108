import type { ReactNode } from 'react';

/** A titled section of a page, or with `inner` of another section, with its actions on the right. */
export function Section({
  id,
  title,
  actions,
  children,
  inner = false,
  className = '',
}: {
  id: string;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  inner?: boolean;
  className?: string;
}) {
  const Heading = inner ? 'h3' : 'h2';
  return (
    <section
      aria-labelledby={id}
      className={`${inner ? 'inner-section' : 'border-t pt-3 pb-6'} ${className}`}
    >
      <div className="section-head mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Heading id={id} className={`font-semibold ${inner ? '' : 'text-lg'}`}>
          {title}
        </Heading>
        {actions}
      </div>
      {children}
    </section>
  );
}
