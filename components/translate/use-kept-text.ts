'use client';

import { useEffect, useState } from 'react';
import { readStorage, writeStorage } from '@/components/ui/browser-storage';

/**
 * A text that survives leaving the page and reloading it: it stays in this tab, under the page's address
 * and `name`. The first render has `initial`, as the server's.
 */
export function useKeptText(name: string, initial: string) {
  const [text, setText] = useState(initial);

  useEffect(() => {
    const kept = readStorage('sessionStorage', keyOf(name));
    if (kept !== null) setText(kept);
  }, [name]);

  function change(next: string) {
    setText(next);
    writeStorage('sessionStorage', keyOf(name), next);
  }
  return [text, change] as const;
}

function keyOf(name: string): string {
  return `${name} on ${location.pathname}${location.search}`;
}
