/** `localStorage` stays in the browser, `sessionStorage` in the tab. */
export type BrowserStorage = 'localStorage' | 'sessionStorage';

/** What is stored under a key; null if nothing is, or, with a warning, if the browser forbids it. */
export function readStorage(storage: BrowserStorage, key: string): string | null {
  try {
    return globalThis[storage].getItem(key);
  } catch (error) {
    console.warn(`“${key}” cannot be read from this browser`, error);
    return null;
  }
}

/** Stores a text under a key; null removes it. Warns if the browser forbids it. */
export function writeStorage(storage: BrowserStorage, key: string, text: string | null): void {
  try {
    if (text === null) globalThis[storage].removeItem(key);
    else globalThis[storage].setItem(key, text);
  } catch (error) {
    console.warn(`“${key}” cannot be kept beyond this page`, error);
  }
}
