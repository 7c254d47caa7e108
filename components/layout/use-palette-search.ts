'use client';

import { useEffect, useState } from 'react';
import type { PaletteEntry } from '@/lib/catalog/palette';
import { findByName } from './find-by-name';

/**
 * What the server finds for a query, and the index of the chosen entry, 0 after each answer. Until the answer
 * is here, `entries` are those of the query before, and `isCurrent` is false.
 */
export function usePaletteSearch(query: string) {
  const [answer, setAnswer] = useState<{
    readonly query: string | null;
    readonly entries: readonly PaletteEntry[];
  }>({ query: null, entries: [] });
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    findByName(query, abort.signal)
      .then((entries) => {
        setAnswer({ query, entries });
        setAt(0);
        setFailed(false);
      })
      .catch(() => {
        if (!abort.signal.aborted) setFailed(true);
      });
    return () => abort.abort();
  }, [query]);

  return { entries: answer.entries, isCurrent: answer.query === query, at, setAt, failed };
}
