import { cookies } from 'next/headers';
import { type Choice, isSameAsSaved } from '@/components/environment/switch';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { resolveOwnTables } from '@/lib/catalog/resolve-values';
import type { OwnTables } from '@/lib/own-tables/own-tables';
import { readSavedTables, type SavedTables } from '@/lib/web/saved-tables';

/** One's own tables, as the browser that asks for a page keeps them. */
export async function savedTables(): Promise<SavedTables | null> {
  return readSavedTables((await cookies()).get('tables')?.value);
}

/** The tables that a page's address names and those that the browser keeps, as the catalog spells them. */
export async function choiceOf(shown: OwnTables | null): Promise<Choice> {
  const saved = await savedTables();
  if (!shown && !saved) return { shown: null, saved: null };
  const index = await getRuleIndex();
  const resolve = (own: OwnTables) => resolveOwnTables(index, own).known;
  return {
    shown: shown && resolve(shown),
    saved: saved && { ...saved, own: resolve(saved.own) },
  };
}

/**
 * The filter that a page's many links carry. What the browser keeps is not in it, because every list adds
 * that to its address, and two hundred links with a hundred tables would be most of the page.
 */
export function carriedBy(filter: FeedFilter, choice: Choice): FeedFilter {
  return choice.saved?.on && isSameAsSaved(choice) ? { ...filter, env: null } : filter;
}
