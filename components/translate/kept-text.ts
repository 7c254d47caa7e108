import { readStorage, writeStorage } from '@/components/ui/browser-storage';

/*
 * Texts that survive leaving a page and reloading it: they stay in this tab, under the page's address and
 * a name.
 */

/** The kept text of this page; null if none. */
export function keptText(name: string): string | null {
  return readStorage('sessionStorage', keyOf(name));
}

/** Keeps a text of this page. */
export function keepText(name: string, text: string): void {
  writeStorage('sessionStorage', keyOf(name), text);
}

function keyOf(name: string): string {
  return `${name} on ${location.pathname}${location.search}`;
}
