'use client';

import type { FormEvent } from 'react';
import { Icon } from '@/components/ui/icon';

/** Switches the theme and saves the choice; without JavaScript the server does both. */
export function ThemeToggle({ action }: { action: string }) {
  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    await fetch(action, {
      method: 'POST',
      body: new URLSearchParams({ theme: root.dataset.theme }),
    });
  }

  return (
    <form action={action} method="post" onSubmit={change}>
      <button type="submit" className="button" data-kind="quiet" aria-label="Switch theme">
        <Icon name="theme" />
      </button>
    </form>
  );
}
