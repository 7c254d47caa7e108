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
  write(KEY, JSON.stringify(place));
}

export function readFeedPlace(): FeedPlace | null {
  const text = read(KEY);
  return text === null ? null : (JSON.parse(text) as FeedPlace);
}

/** Says that the next feed that opens is a return. */
export function announceReturn(): void {
  write(RETURN_KEY, '1');
}

/** Whether the feed that opens now is a return; true once. */
export function takeReturn(): boolean {
  const announced = read(RETURN_KEY) !== null;
  if (announced) sessionStorage.removeItem(RETURN_KEY);
  return announced;
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch (error) {
    console.warn('the place in the feed cannot be read', error);
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch (error) {
    console.warn('the place in the feed is not kept', error);
  }
}
