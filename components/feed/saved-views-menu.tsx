'use client';

import { lazy, Suspense, useState } from 'react';

const Panel = lazy(() =>
  import('./saved-views-panel').then((module) => ({ default: module.SavedViewsPanel })),
);

/** Opens the saved views of the feed. */
export function SavedViewsMenu() {
  const [isOpen, setOpen] = useState(false);

  return (
    <details
      id="views"
      name="menu"
      className="menu with-script"
      onToggle={(event) => setOpen(event.currentTarget.open)}
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
