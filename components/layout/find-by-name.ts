import { siteAddress } from '@/components/ui/site-address';
import type { PaletteEntry } from '@/lib/catalog/palette';

/** What the server finds for a query of the palette. Rejects if it does not answer. */
export async function findByName(
  query: string,
  signal?: AbortSignal,
): Promise<readonly PaletteEntry[]> {
  const response = await fetch(siteAddress(`/api/palette?q=${encodeURIComponent(query)}`), {
    signal,
  });
  return response.json();
}
