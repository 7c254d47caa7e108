'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Dialog } from './dialog';

export interface PaletteEntry {
  readonly kind: 'rule' | 'technique' | 'page';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

/** Type, choose with the arrows, go there. The server knows the names. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [entries, setEntries] = useState<readonly PaletteEntry[]>([]);
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState(false);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const abort = new AbortController();
    fetch(`/api/palette?q=${encodeURIComponent(query)}`, { signal: abort.signal })
      .then((response) => response.json())
      .then((found: PaletteEntry[]) => {
        setEntries(found);
        setAt(0);
        setFailed(false);
      })
      .catch(() => {
        if (!abort.signal.aborted) setFailed(true);
      });
    return () => abort.abort();
  }, [query]);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function go(entry: PaletteEntry | undefined) {
    if (!entry) return;
    onClose();
    router.push(entry.href);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((now) => Math.max(0, Math.min(entries.length - 1, now + step)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      go(entries[at]);
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
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label="Results"
        className="max-h-[50vh] overflow-y-auto py-1"
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above takes the keys
          <div
            key={entry.href}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="grid cursor-pointer grid-cols-[5.5rem_1fr_auto] gap-x-3 px-4 py-1.5 aria-selected:bg-accent-soft"
            onMouseMove={() => setAt(index)}
            onClick={() => go(entry)}
          >
            <span className="eyebrow leading-5">{entry.kind}</span>
            <span className="truncate">{entry.name}</span>
            <span className="font-mono text-2xs text-faint leading-5">{entry.detail}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 ? (
        <p className="px-4 pb-4 text-muted" role="status">
          {failed ? 'The server did not answer.' : 'Nothing has this name.'}
        </p>
      ) : null}
    </Dialog>
  );
}
