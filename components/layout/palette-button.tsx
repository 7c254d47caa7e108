'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useState, useTransition } from 'react';
import { Icon } from '@/components/ui/icon';
import { handleKey, markCurrentRow } from './keys';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const KeyHelp = lazy(() => import('./key-help').then((module) => ({ default: module.KeyHelp })));

/** Opens the palette, and handles the keyboard shortcuts of every page. */
export function PaletteButton() {
  const router = useRouter();
  const [isGoing, startTransition] = useTransition();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => handleKey(event, setOpen);
    document.addEventListener('keydown', listen);
    document.addEventListener('focusin', markCurrentRow);
    return () => {
      document.removeEventListener('keydown', listen);
      document.removeEventListener('focusin', markCurrentRow);
    };
  }, []);

  useEffect(() => {
    if (!isGoing) document.getElementById('main')?.removeAttribute('aria-busy');
  }, [isGoing]);

  function go(href: string) {
    setOpen(null);
    document.getElementById('main')?.setAttribute('aria-busy', 'true');
    startTransition(() => router.push(href));
  }

  return (
    <>
      <button
        type="button"
        className="button with-script"
        data-kind="quiet"
        onClick={() => setOpen('palette')}
        aria-haspopup="dialog"
      >
        <Icon name="search" />
        <span className="hidden sm:inline">Jump to</span>
        <kbd className="hidden rounded-sm border px-1 text-2xs text-faint sm:inline">⌘K</kbd>
        <span className="sr-only sm:hidden">Jump to a rule, technique or page</span>
      </button>
      <Suspense>
        {open === 'palette' ? <Palette onClose={() => setOpen(null)} onGo={go} /> : null}
        {open === 'keys' ? <KeyHelp onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </>
  );
}
