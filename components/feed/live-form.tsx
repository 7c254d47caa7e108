import type { ReactNode } from 'react';

/** The search form; `filterLive` has it filter as you type. Without JavaScript it is a plain form with a button. */
export function LiveForm({ action, children }: { action: string; children: ReactNode }) {
  return (
    <search>
      <form id="feed" action={action}>
        {children}
      </form>
    </search>
  );
}
