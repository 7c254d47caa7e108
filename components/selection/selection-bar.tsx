'use client';

import { usePathname } from 'next/navigation';
import { countOf } from '@/components/ui/count';
import { keepSelection, useSelection } from './stored-selection';

/** The number of marked rules, with the way to them, on every page but their own. */
export function SelectionBar() {
  const selection = useSelection();
  const path = usePathname();
  if (selection.length === 0 || path === '/selection') return null;
  return (
    <section aria-label="Selection" className="selection-bar">
      <span aria-live="polite" className="num">
        {countOf(selection.length, 'rule')} selected
      </span>
      <a className="button" data-kind="primary" href={selectionHref(selection)}>
        Open the selection
      </a>
      <button type="button" className="button" data-kind="quiet" onClick={() => keepSelection([])}>
        Clear
      </button>
    </section>
  );
}

/** Long enough to tell any two UUIDs of a catalog apart; 512 of them fit into an address. */
const BEGINNING = 13;

function selectionHref(ids: readonly string[]): string {
  return `/selection?rules=${ids.map((id) => encodeURIComponent(id.slice(0, BEGINNING))).join(',')}`;
}
