import { whenShown } from '@/components/behaviour/when-shown';
import { siteAddress, sitePath } from '@/components/ui/site-address';
import { announceReturn, keepFeedPlace, readFeedPlace, takeReturn } from './feed-place';

const ROW_LINK = '[data-row-link]';

/** Keeps the place in the feed as it changes, and goes back to it by a rule's link to the feed, `data-back`. */
export function rememberPlace(): void {
  whenShown(() => {
    if (isFeed()) {
      goBack();
      keepFeedPlace({ href: address(), row: null, top: 0 });
    }
    for (const link of document.querySelectorAll('a[data-back]')) {
      link.setAttribute('href', siteAddress(readFeedPlace()?.href ?? '/'));
    }
  });
  document.addEventListener(
    'click',
    ({ target }) => {
      const link = target instanceof Element ? target.closest('a') : null;
      if (link?.matches('[data-back]')) announceReturn();
      const row = link?.closest('#results [data-row]')?.querySelector(ROW_LINK);
      if (!row || !isFeed()) return;
      keepFeedPlace({ href: address(), row: row.getAttribute('href'), top: window.scrollY });
    },
    true,
  );
}

const isFeed = () => sitePath() === '/';
const address = () => `/${location.search}`;

function goBack(): void {
  const place = readFeedPlace();
  if (!takeReturn() || !place) return;
  const links = document.querySelectorAll<HTMLAnchorElement>(`#results ${ROW_LINK}`);
  const row = [...links].find((link) => link.getAttribute('href') === place.row);
  window.scrollTo(0, place.top);
  row?.focus({ preventScroll: true });
}
