'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

interface Place {
  readonly line: number;
  readonly top: number;
}

/**
 * The number of a line as a link to it. There is one link for all lines of a block of code: it goes to the line
 * that is pointed at, or with the arrow keys from line to line. Inside the block whose lines have the ids
 * `name-1`, `name-2`, …
 */
export function LineLinks({ name }: { name: string }) {
  const link = useRef<HTMLAnchorElement>(null);
  const [{ line, top }, setPlace] = useState<Place>({ line: 1, top: 0 });

  useEffect(() => {
    const block = link.current?.parentElement;
    const follow = ({ target }: Event) => {
      const pointed = target instanceof Element ? target.closest('.ln') : null;
      if (pointed) place(Number(pointed.id.slice(name.length + 1)));
    };
    const place = (to: number) => setPlace((now) => placeOf(name, to) ?? now);
    place(1);
    unfold();
    block?.addEventListener('pointerover', follow);
    window.addEventListener('hashchange', unfold);
    return () => {
      block?.removeEventListener('pointerover', follow);
      window.removeEventListener('hashchange', unfold);
    };
  }, [name]);

  useEffect(() => {
    link.current?.style.setProperty('top', `${top}px`);
  }, [top]);

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = step === 0 ? null : placeOf(name, line + step);
    if (!next) return;
    event.preventDefault();
    setPlace(next);
  }

  return (
    <a
      ref={link}
      href={`#${name}-${line}`}
      className="line-link"
      aria-label={`Link to line ${line}`}
      onKeyDown={onKeyDown}
    >
      {line}
    </a>
  );
}

/** Where a line is in its block; null for one that is not there, or in a closed fold. */
function placeOf(name: string, line: number): Place | null {
  const found = document.getElementById(`${name}-${line}`);
  const block = found?.closest('.code');
  if (!found || !block || found.getClientRects().length === 0) return null;
  return { line, top: found.getBoundingClientRect().top - block.getBoundingClientRect().top };
}

/** Opens the fold around the line that the address names, which not every browser does by itself. */
function unfold() {
  const target = document.getElementById(window.location.hash.slice(1));
  const fold = target?.closest('details');
  if (!target || !fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
}
