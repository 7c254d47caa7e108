'use client';

import { keepSelection, useSelection } from './stored-selection';

/** Makes the rules of an address one's own selection, or says that they are. */
export function KeepSelection({ ids }: { ids: readonly string[] }) {
  const selection = useSelection();
  const own = new Set(selection);
  const isKept = own.size === ids.length && ids.every((id) => own.has(id));
  if (isKept) {
    return (
      <a
        className="button with-script"
        data-kind="quiet"
        href="/selection"
        onClick={() => keepSelection([])}
      >
        Clear
      </a>
    );
  }
  return (
    <button type="button" className="button with-script" onClick={() => keepSelection(ids)}>
      {selection.length === 0 ? 'Keep as my selection' : 'Replace my selection'}
    </button>
  );
}
