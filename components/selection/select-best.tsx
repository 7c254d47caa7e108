'use client';

import { keepSelection, useSelection } from './stored-selection';

/** Adds rules to one's own selection; without JavaScript, opens them as a selection. */
export function SelectBest({ ids, href }: { ids: readonly string[]; href: string }) {
  const selection = useSelection();
  const isSelected = ids.every((id) => selection.includes(id));
  if (isSelected) return <span className="text-muted text-sm">Its best rules are selected</span>;
  return (
    <a
      className="text-sm"
      href={href}
      rel="nofollow"
      onClick={(event) => {
        event.preventDefault();
        keepSelection([...selection, ...ids]);
      }}
    >
      Select its best {ids.length === 1 ? 'rule' : `${ids.length} rules`}
    </a>
  );
}
