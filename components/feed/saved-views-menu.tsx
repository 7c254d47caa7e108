'use client';

import { type KeyboardEvent, lazy, Suspense, useState } from 'react';

const Panel = lazy(() =>
  import('./saved-views-panel').then((module) => ({ default: module.SavedViewsPanel })),
);

/** Opens the saved views of the feed. */
export function SavedViewsMenu() {
  const [isOpen, setOpen] = useState(false);

  function closeByEscape(event: KeyboardEvent<HTMLDetailsElement>) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary')?.focus();
  }

  return (
    <details
      id="views"
      name="feed-menu"
      className="menu with-script"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={closeByEscape}
    >
      <summary className="button h-8">Views ▾</summary>
      {isOpen ? (
        <Suspense>
          <Panel />
        </Suspense>
      ) : null}
    </details>
  );
}
