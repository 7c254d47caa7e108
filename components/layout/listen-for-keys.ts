import { whileBusy } from '@/components/behaviour/busy';
import { showPage } from '@/components/behaviour/show-page';
import { siteAddress } from '@/components/ui/site-address';
import { findByName } from './find-by-name';
import { closeMenuLeft, handleKey, markCurrentRow } from './keys';
import type { Goal } from './palette';
import { typedBefore } from './typed-before';

type What = 'palette' | 'keys';

/** Runs the keyboard shortcuts of every page, and opens the palette by its button, too. */
export function listenForKeys(): void {
  let opening: What | null = null;
  let typed = '';

  async function open(what: What) {
    opening = what;
    typed = '';
    try {
      await load(what, () => typed);
    } catch (error) {
      console.warn(`the ${what} cannot be opened`, error);
    } finally {
      opening = null;
    }
  }
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    if (opening === null) handleKey(event, open);
    // Until the dialog is loaded and has the focus, keys are meant for it and not for the page.
    else typed = typedBefore(typed, event);
  });
  document.addEventListener('focusin', markCurrentRow);
  document.addEventListener('pointerdown', closeMenuLeft);
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-palette]')) void open('palette');
  });
}

async function load(what: What, typed: () => string): Promise<HTMLDialogElement> {
  if (what === 'keys') return (await import('./key-help')).openKeyHelp();
  const { openPalette } = await import('./palette');
  return openPalette(typed(), go);
}

/** Goes to an address, or to what the server finds first for a query. Until then the page is busy. */
async function go(goal: Goal): Promise<void> {
  await whileBusy(async () => {
    try {
      const href = 'href' in goal ? goal.href : (await findByName(goal.query))[0]?.href;
      if (href) await showPage(siteAddress(href), 'push');
    } catch (error) {
      console.warn('the palette found nothing', error);
    }
  });
}
