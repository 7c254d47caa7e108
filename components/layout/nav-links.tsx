'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { MAIN_PAGES, MORE_PAGES, type PageName, standingAt } from './pages';

/** The main pages in a row; on a phone, all pages in a menu that is named after the current one. */
export function NavLinks() {
  const pathname = usePathname();
  const current = [...MAIN_PAGES, ...MORE_PAGES].find((page) => standingAt(page, pathname));
  const links = (pages: readonly PageName[]) =>
    pages.map((page) => (
      <li key={page.href}>
        <Link href={page.href} prefetch={false} aria-current={standingAt(page, pathname)}>
          {page.name}
        </Link>
      </li>
    ));
  return (
    <>
      <ul className="nav-row">{links(MAIN_PAGES)}</ul>
      {/* Another page is another menu, which is closed. */}
      <details key={pathname} name="menu" className="menu nav-menu">
        <summary className="button" data-kind="quiet">
          <span className="sr-only">Pages, now </span>
          <span className="nav-current">{current?.name ?? 'Pages'}</span> ▾
        </summary>
        <div className="menu-panel">
          <ul>{links(MAIN_PAGES)}</ul>
          <ul>{links(MORE_PAGES)}</ul>
        </div>
      </details>
    </>
  );
}
