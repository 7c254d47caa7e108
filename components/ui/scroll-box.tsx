import type { ReactNode } from 'react';

/** A box that scrolls content too wide or too tall for it, also with the keyboard. */
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box needs keyboard focus
    <section aria-label={label} className={`overflow-auto ${className}`} tabIndex={0}>
      {children}
    </section>
  );
}
