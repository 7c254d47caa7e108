'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { keepFeedPlace, readFeedPlace, takeReturn } from './feed-place';

const ROW_LINK = '[data-row-link]';

/** Keeps the place in the feed as it changes, and goes back to it after a rule's link to the feed. */
export function RememberPlace() {
  const params = useSearchParams();

  useEffect(() => {
    const place = readFeedPlace();
    if (!takeReturn() || !place) return;
    const links = document.querySelectorAll<HTMLAnchorElement>(`#results ${ROW_LINK}`);
    const row = [...links].find((link) => link.getAttribute('href') === place.row);
    window.scrollTo(0, place.top);
    row?.focus({ preventScroll: true });
  }, []);

  useEffect(() => {
    const href = params.size > 0 ? `/?${params}` : '/';
    keepFeedPlace({ href, row: null, top: 0 });
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element ? target.closest('#results a') : null;
      const row = link?.closest('[data-row]')?.querySelector(ROW_LINK);
      if (row) keepFeedPlace({ href, row: row.getAttribute('href'), top: window.scrollY });
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, [params]);

  return null;
}
