import type { ReactNode } from 'react';

/** Something that may be too wide or too tall for its place: it scrolls, also by keyboard. */
export function ScrollBox({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={label} className={`overflow-auto ${className}`} tabIndex={0}>
      {children}
    </section>
  );
}
