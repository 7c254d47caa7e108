import { MAIN_PAGES, MORE_PAGES, type PageName, standingAt } from './pages';

/** The main pages in a row; on a phone, all pages in a menu that is named after the one at `path`. */
export function NavLinks({ path }: { path: string }) {
  const current = [...MAIN_PAGES, ...MORE_PAGES].find((page) => standingAt(page, path));
  const links = (pages: readonly PageName[]) =>
    pages.map((page) => (
      <li key={page.href}>
        <a href={page.href} aria-current={standingAt(page, path)}>
          {page.name}
        </a>
      </li>
    ));
  return (
    <>
      <ul className="nav-row">{links(MAIN_PAGES)}</ul>
      <details name="menu" className="menu nav-menu">
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
