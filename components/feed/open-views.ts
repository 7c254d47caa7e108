import { whenShown } from '@/components/behaviour/when-shown';
import { siteAddress } from '@/components/ui/site-address';
import { viewAddress } from './saved-views';

const MENU = '#views';

/** Fills the menu of saved views when it opens. */
export function openViews(): void {
  document.addEventListener(
    'toggle',
    async ({ target }) => {
      if (!isMenu(target)) return;
      target.querySelector('.menu-panel')?.remove();
      if (!target.open) return;
      const { viewsPanel } = await import('./views-panel');
      if (!target.open || target.querySelector('.menu-panel')) return;
      const panel = viewsPanel();
      target.append(panel);
      panel.querySelector<HTMLElement>('a, input')?.focus();
    },
    true,
  );
  whenShown(() => {
    const here = siteAddress(viewAddress(location.search));
    for (const link of document.querySelectorAll(`${MENU} ul a`)) {
      link.ariaCurrent = link.getAttribute('href') === here ? 'page' : null;
    }
  });
}

const isMenu = (target: EventTarget | null): target is HTMLDetailsElement =>
  target instanceof HTMLDetailsElement && target.matches(MENU);
