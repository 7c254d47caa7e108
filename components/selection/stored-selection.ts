import { storedText, storeText } from '@/components/ui/stored-text';

/*
 * The rules that were marked, by id, in the order of marking. They stay in this browser until they are
 * cleared, on every page; the address of the selection's page is how they are shared.
 */

const KEY = 'selected rules';
const NONE: readonly string[] = [];

let last: { readonly text: string; readonly ids: readonly string[] } = { text: '', ids: NONE };

/** The selection as it is now: the same array until it changes. */
export function storedSelection(): readonly string[] {
  const text = storedText(KEY);
  if (text !== last.text) last = { text, ids: parse(text) };
  return last.ids;
}

function parse(text: string): readonly string[] {
  if (text === '') return NONE;
  try {
    const stored: unknown = JSON.parse(text);
    const ids = Array.isArray(stored) ? stored : [];
    return ids.filter((id): id is string => typeof id === 'string');
  } catch (error) {
    console.warn('the selection cannot be read', error);
    return NONE;
  }
}

/** Keeps these rules as the selection. */
export function keepSelection(ids: readonly string[]): void {
  storeText(KEY, ids.length === 0 ? '' : JSON.stringify([...new Set(ids)]));
}

/** Marks rules, or takes their marks away. */
export function markRules(ids: readonly string[], isMarked: boolean): void {
  const others = storedSelection().filter((other) => !ids.includes(other));
  keepSelection(isMarked ? [...others, ...ids] : others);
}
