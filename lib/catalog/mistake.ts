import type { FeedFilter } from './feed-filter';

/** What was not understood in a filter. */
export interface Mistake {
  readonly text: string;
  /** What was probably meant, and what changes in the filter to ask for it. */
  readonly meant?: { readonly text: string; readonly change: Partial<FeedFilter> };
}

/** A mistake as plain text. */
export function describeMistake({ text, meant }: Mistake): string {
  return meant ? `${text} Did you mean “${meant.text}”?` : text;
}
