import { readStorage, writeStorage } from './browser-storage';

/*
 * Texts that stay in this browser, by key. What one tab stores shows in every other.
 */

const listeners = new Set<() => void>();
/** As read or stored on this page, also for browsers that store nothing. */
const texts = new Map<string, string>();

/** The text of a key; empty if none. */
export function storedText(key: string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = readStorage('localStorage', key) ?? '';
  texts.set(key, text);
  return text;
}

/** Stores a text and shows it wherever the page uses it; an empty one is removed. */
export function storeText(key: string, text: string): void {
  texts.set(key, text);
  writeStorage('localStorage', key, text === '' ? null : text);
  tell();
}

/** Calls `listener` whenever a stored text changes, here or in another tab, until the returned function is called. */
export function onStored(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  window.addEventListener('storage', () => {
    // Another tab has newer texts.
    texts.clear();
    tell();
  });
}
