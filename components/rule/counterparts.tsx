'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/**
 * Highlights what belongs together: pointing at or focusing a line of the rule, the query or the trace
 * highlights every line with the same number in `data-t`.
 */
export function Counterparts({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const mark = ({ target }: Event) => {
      const here = target instanceof Element ? target.closest('[data-t]') : null;
      const numbers = here?.getAttribute('data-t')?.split(' ') ?? [];
      for (const marked of current.querySelectorAll('[data-on]')) marked.removeAttribute('data-on');
      for (const number of numbers) {
        for (const line of current.querySelectorAll(`[data-t~="${number}"]`)) {
          line.setAttribute('data-on', '');
        }
      }
    };
    const clear = () => {
      for (const marked of current.querySelectorAll('[data-on]')) marked.removeAttribute('data-on');
    };
    current.addEventListener('pointerover', mark);
    current.addEventListener('pointerleave', clear);
    current.addEventListener('focusin', mark);
    current.addEventListener('focusout', clear);
    return () => {
      current.removeEventListener('pointerover', mark);
      current.removeEventListener('pointerleave', clear);
      current.removeEventListener('focusin', mark);
      current.removeEventListener('focusout', clear);
    };
  }, []);

  return <div ref={box}>{children}</div>;
}
