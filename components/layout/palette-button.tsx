'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useRef, useState, useTransition } from 'react';
import { Icon } from '@/components/ui/icon';
import { findByName } from './find-by-name';
import { closeMenuLeft, handleKey, markCurrentRow } from './keys';
import { typedBefore } from './typed-before';

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })));
const KeyHelp = lazy(() => import('./key-help').then((module) => ({ default: module.KeyHelp })));

function setBusy(isBusy: boolean): void {
  const main = document.getElementById('main');
  if (isBusy) main?.setAttribute('aria-busy', 'true');
  else main?.removeAttribute('aria-busy');
}

/** Opens the palette, and handles the keyboard shortcuts of every page. */
export function PaletteButton() {
  const router = useRouter();
  const [isGoing, startTransition] = useTransition();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);

  const typed = useRef('');
  useEffect(() => {
    if (open === null) typed.current = '';
    // Until the dialog is loaded and has the focus, keys are meant for it and not for the page.
    const listen = (event: KeyboardEvent) => {
      if (open === null) handleKey(event, setOpen);
      else if (document.querySelector('dialog[open]') === null) {
        typed.current = typedBefore(typed.current, event);
      }
    };
    document.addEventListener('keydown', listen);
    document.addEventListener('focusin', markCurrentRow);
    document.addEventListener('pointerdown', closeMenuLeft);
    return () => {
      document.removeEventListener('keydown', listen);
      document.removeEventListener('focusin', markCurrentRow);
      document.removeEventListener('pointerdown', closeMenuLeft);
    };
  }, [open]);

  useEffect(() => {
    if (!isGoing) setBusy(false);
  }, [isGoing]);

  /** Goes to an address, or to what the server finds first for a query. Until then the page is busy. */
  async function go(where: { href: string } | { query: string }) {
    setOpen(null);
    setBusy(true);
    try {
      const href = 'href' in where ? where.href : (await findByName(where.query))[0]?.href;
      if (href) startTransition(() => router.push(href));
      else setBusy(false);
    } catch (error) {
      console.warn('the palette found nothing', error);
      setBusy(false);
    }
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
        <span className="hidden lg:inline">Jump to</span>
        <kbd className="hidden rounded-sm border px-1 text-2xs text-faint lg:inline">⌘K</kbd>
        <span className="sr-only lg:hidden">Jump to a rule, technique or page</span>
      </button>
      <Suspense>
        {open === 'palette' ? (
          <Palette typed={() => typed.current} onClose={() => setOpen(null)} onGo={go} />
        ) : null}
        {open === 'keys' ? <KeyHelp onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </>
  );
}
