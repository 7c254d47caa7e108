'use client';

import { useEffect, useState } from 'react';
import type { PaletteEntry } from '@/lib/catalog/palette';

/** What the server finds for a query, and the index of the chosen entry, 0 after each answer. */
export function usePaletteSearch(query: string) {
  const [entries, setEntries] = useState<readonly PaletteEntry[]>([]);
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    fetch(`/api/palette?q=${encodeURIComponent(query)}`, { signal: abort.signal })
      .then((response) => response.json())
      .then((found: PaletteEntry[]) => {
        setEntries(found);
        setAt(0);
        setFailed(false);
      })
      .catch(() => {
        if (!abort.signal.aborted) setFailed(true);
      });
    return () => abort.abort();
  }, [query]);

  return { entries, at, setAt, failed };
}
