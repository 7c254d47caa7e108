import type { ReactNode } from 'react';
import { countOf } from '@/components/ui/count';
import { countTables, type OwnTables, printOwnTables } from '@/lib/own-tables/own-tables';

/** The choice of tables that a page shows, and the one that the browser keeps. */
export interface Choice {
  /** The page shows only what runs with these. */
  readonly shown: OwnTables | null;
  readonly saved: { readonly own: OwnTables; readonly on: boolean } | null;
}

/**
 * The one switch “Only what I can run”: it says which tables the page follows, and turns that on or off for
 * every page. Nothing without a choice.
 */
export function EnvironmentSwitch({
  choice: { shown, saved },
  hrefOfAll,
  children,
}: {
  choice: Choice;
  /** The page's address without the choice. */
  hrefOfAll: string;
  /** What the page shows of everything, such as `12 of 40 rules`. */
  children?: ReactNode;
}) {
  const own = shown ?? saved?.own;
  if (!own) return null;
  const isSaved = isSameAsSaved({ shown: own, saved });
  return (
    <section aria-label="Only what I can run" className="own">
      {isSaved || !shown ? (
        <form method="post" action={shown ? '/api/my-tables?off' : '/api/my-tables?on'}>
          <button type="submit" className="own-switch" role="switch" aria-checked={shown !== null}>
            Only what I can run
          </button>
        </form>
      ) : (
        <a href={hrefOfAll} className="own-switch" data-on="">
          Only what I can run
          <span className="sr-only">: show all rules</span>
        </a>
      )}
      <p className="dots text-muted text-sm">
        <a href={isSaved ? '/environment' : environmentHref(own)}>
          {countOf(countTables(own), 'table')}
        </a>
        {shown && children ? <span>{children}</span> : null}
        {shown && !isSaved ? <span>for this address only</span> : null}
      </p>
      {shown && !isSaved ? (
        <form method="post" action="/api/my-tables">
          <input type="hidden" name="env" value={printOwnTables(shown)} />
          <button type="submit" className="button h-6 text-xs">
            Keep for all pages
          </button>
        </form>
      ) : null}
    </section>
  );
}

/** True if the page shows what the browser keeps. */
export function isSameAsSaved({ shown, saved }: Choice): boolean {
  return shown !== null && saved !== null && printOwnTables(shown) === printOwnTables(saved.own);
}

/** The page that says what runs with some tables. */
export function environmentHref(own: OwnTables): string {
  return `/environment?${new URLSearchParams({ env: printOwnTables(own) })}`;
}
