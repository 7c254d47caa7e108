export interface PageName {
  readonly href: string;
  readonly name: string;
  /** Pages below this address belong to it too. */
  readonly also?: string;
}

/** The pages of the main navigation. */
export const MAIN_PAGES: readonly PageName[] = [
  { href: '/', name: 'Feed', also: '/rules' },
  { href: '/coverage', name: 'Coverage' },
  { href: '/techniques', name: 'Techniques' },
  { href: '/environment', name: 'Environment' },
  { href: '/translate', name: 'Translate' },
  { href: '/status', name: 'Status' },
];

/** The other pages, in the footer and, on a phone, in the menu. */
export const MORE_PAGES: readonly PageName[] = [
  { href: '/compare', name: 'Compare two rules' },
  { href: '/selection', name: 'Selection' },
  { href: '/deployed', name: 'What have I deployed?' },
  { href: '/diagnostics', name: 'Diagnostics' },
  { href: '/glossary', name: 'Glossary' },
  { href: '/api', name: 'API' },
];

/** How the page at an address stands to one of the pages: it is that page, below it, or neither. */
export function standingAt(
  { href, also }: PageName,
  pathname: string,
): 'page' | 'true' | undefined {
  if (pathname === href) return 'page';
  const roots = [href, also].filter((root) => root !== undefined && root !== '/');
  return roots.some((root) => pathname.startsWith(`${root}/`)) ? 'true' : undefined;
}
