'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { StrangerText } from '@/components/ui/stranger-text';
import type { PaletteEntry } from '@/lib/catalog/palette';
import { Dialog } from './dialog';
import { usePaletteSearch } from './use-palette-search';

/** Type a name, choose with the arrow keys, press Enter to go there. */
export function Palette({
  typed,
  onClose,
  onGo,
}: {
  /** What was typed before the palette was there. */
  typed: () => string;
  onClose: () => void;
  /** Goes to an address of this site, or to what is found first for a query. */
  onGo: (where: { href: string } | { query: string }) => void;
}) {
  const [query, setQuery] = useState(typed);
  const { entries, isCurrent, at, setAt, failed } = usePaletteSearch(query);

  function open(index: number) {
    const entry = entries[index];
    if (entry) onGo({ href: entry.href });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((now) => Math.max(0, Math.min(entries.length - 1, now + step)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      // Before the answer, Enter is about what was typed, not about what is still listed.
      if (isCurrent) open(at);
      else onGo({ query });
    }
  }

  return (
    <Dialog label="Jump to a rule, technique or page" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Rule, technique or page"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries.length > 0 ? `palette-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Rule, technique or page"
        className="h-11 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Entries entries={entries} at={at} onPoint={setAt} onOpen={open} />
      {entries.length === 0 ? (
        <p className="px-4 pb-4 text-muted" role="status">
          {failed
            ? 'The server did not answer. Try again.'
            : 'No rule, technique or page has this name.'}
        </p>
      ) : null}
    </Dialog>
  );
}

function Entries({
  entries,
  at,
  onPoint,
  onOpen,
}: {
  entries: readonly PaletteEntry[];
  /** The index of the chosen entry. */
  at: number;
  onPoint: (index: number) => void;
  onOpen: (index: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div
      ref={list}
      id="palette-list"
      role="listbox"
      aria-label="Results"
      className="max-h-[50vh] overflow-y-auto py-1"
    >
      {entries.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above handles the keys
        <div
          key={entry.href}
          id={`palette-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className="grid cursor-pointer grid-cols-[5.5rem_1fr_auto] gap-x-3 px-4 py-1.5 aria-selected:bg-accent-soft"
          onMouseMove={() => onPoint(index)}
          onClick={() => onOpen(index)}
        >
          <span className="eyebrow leading-5">{entry.kind}</span>
          <span className="truncate">
            <StrangerText text={entry.name} kind="title" />
          </span>
          <span className="font-mono text-2xs text-faint leading-5">{entry.detail}</span>
        </div>
      ))}
    </div>
  );
}
