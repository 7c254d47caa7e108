import { hideSecrets } from '../address';
import type { Catalog } from './database/catalog';

/** A source of the catalog, with what became of it in the last sync. */
export interface CatalogSource {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly homepage: string | null;
  readonly licence: string | null;
  readonly licenceUrl: string | null;
  /** reviewed | community | own */
  readonly trust: string;
  /** Whether the feed shows its rules without being asked. */
  readonly inFeed: boolean;
  readonly commit: string | null;
  readonly syncedAt: Date;
  /** Why the last sync left it out, and what to do. */
  readonly error: string | null;
  readonly errorNext: string | null;
}

/** The sources by id, in the order of the list. None in the catalog of an older version. */
export async function readSources(
  catalog: Pick<Catalog, 'source'>,
): Promise<ReadonlyMap<string, CatalogSource>> {
  const rows = await catalog.source.findMany({ orderBy: { position: 'asc' } });
  return new Map(rows.map((row) => [row.id, { ...row, label: hideSecrets(row.label) }]));
}

const SHOWN = 3;

/** The names of sources in a sentence: `SigmaHQ, LOLRMM and 2 more`. */
export function namesOf(sources: Iterable<CatalogSource>): string {
  const names = Array.from(sources, ({ name }) => name);
  const more = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
