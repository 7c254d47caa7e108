import { cookies } from 'next/headers';
import type { Choice } from '@/components/environment/switch';
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
  const [index, saved] = await Promise.all([getRuleIndex(), savedTables()]);
  const resolve = (own: OwnTables) => resolveOwnTables(index, own).known;
  return {
    shown: shown && resolve(shown),
    saved: saved && { ...saved, own: resolve(saved.own) },
  };
}
