import type { ReactNode } from 'react';

/** A small label. With `href` it links to everything that has the label. */
export function Chip({
  children,
  href,
  mono = false,
  title,
}: {
  children: ReactNode;
  href?: string;
  mono?: boolean;
  title?: string;
}) {
  const attributes = { className: 'chip', title, 'data-mono': mono || undefined };
  if (!href) return <span {...attributes}>{children}</span>;
  return (
    <a href={href} {...attributes}>
      {children}
    </a>
  );
}
