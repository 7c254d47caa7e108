'use client';

import { useEffect, useState } from 'react';

/**
 * A text that survives leaving the page and reloading it: it stays in this tab, under the page's address
 * and `name`. The first render has `initial`, as the server's.
 */
export function useKeptText(name: string, initial: string) {
  const [text, setText] = useState(initial);

  useEffect(() => {
    const kept = read(keyOf(name));
    if (kept !== null) setText(kept);
  }, [name]);

  function change(next: string) {
    setText(next);
    write(keyOf(name), next);
  }
  return [text, change] as const;
}

function keyOf(name: string): string {
  return `${name} on ${location.pathname}${location.search}`;
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch (error) {
    console.warn('what you typed before cannot be read', error);
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch (error) {
    console.warn('what you type is kept until you leave the page', error);
  }
}
