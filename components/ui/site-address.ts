import { addBase, dropBase } from '@/lib/base-path.mjs';

/** Set by a page that is below a path; on the server there is none, and its pages get it when they are finished. */
const base = () => (globalThis as { watchfloorBase?: string }).watchfloorBase ?? '';

/** An address of this site as the browser reaches it: below the path of PUBLIC_URL, if it has one. */
export function siteAddress(address: string): string {
  return addBase(base(), address);
}

/** The path of the page, as the site itself knows it. */
export function sitePath(): string {
  return dropBase(base(), location.pathname);
}
