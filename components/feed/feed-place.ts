import { readStorage, writeStorage } from '@/components/ui/browser-storage';

/*
 * Where the reader left the feed, kept in this tab: its filters, how far it was scrolled and the row that
 * was opened. A rule's link back returns there.
 */

const KEY = 'place in the feed';
const RETURN_KEY = 'return to the feed';

export interface FeedPlace {
  /** `/?level=high`. */
  readonly href: string;
  /** The address of the opened rule, and how far the page was scrolled, in pixels. */
  readonly row: string | null;
  readonly top: number;
}

export function keepFeedPlace(place: FeedPlace): void {
  writeStorage('sessionStorage', KEY, JSON.stringify(place));
}

export function readFeedPlace(): FeedPlace | null {
  const text = readStorage('sessionStorage', KEY);
  return text === null ? null : (JSON.parse(text) as FeedPlace);
}

/** Says that the next feed that opens is a return. */
export function announceReturn(): void {
  writeStorage('sessionStorage', RETURN_KEY, '1');
}

/** Whether the feed that opens now is a return; true once. */
export function takeReturn(): boolean {
  const announced = readStorage('sessionStorage', RETURN_KEY) !== null;
  if (announced) writeStorage('sessionStorage', RETURN_KEY, null);
  return announced;
}
