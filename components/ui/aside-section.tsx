import type { ReactNode } from 'react';

/** A titled part of the column beside a page's content. */
export function AsideSection({
  id,
  title,
  children,
}: {
  id: string;
  title: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="aside-title">
        {title}
      </h2>
      {children}
    </section>
  );
}
