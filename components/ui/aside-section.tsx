import type { ReactNode } from 'react';

/** A titled part of the column beside a page's content, or with `inner` of a section. */
export function AsideSection({
  id,
  title,
  inner = false,
  children,
}: {
  id: string;
  title: ReactNode;
  inner?: boolean;
  children: ReactNode;
}) {
  const Heading = inner ? 'h3' : 'h2';
  return (
    <section aria-labelledby={id}>
      <Heading id={id} className="aside-title">
        {title}
      </Heading>
      {children}
    </section>
  );
}
