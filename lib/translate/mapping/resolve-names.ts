import type { ReportAt } from '@/lib/yaml-file';
import type { Quality, Source } from '../types';
import type { FileNameEntry } from './file-schema';
import type { FileName, Rewrite } from './mapping';
import { fill } from './template';

/** What the names in a variant's entries mean, and where to report problems with them. */
export interface Names {
  readonly rewrites: ReadonlyMap<string, Rewrite>;
  readonly fileNames: readonly FileNameEntry[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly report: ReportAt;
}

interface Annotated {
  readonly quality?: Quality | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

/** Quality, sources and note of an entry; `quality` is the default. */
export function annotationsOf(
  entry: Annotated,
  quality: Quality,
  path: readonly PropertyKey[],
  names: Names,
): { quality: Quality; sources: readonly Source[]; note?: string } {
  const sources = (entry.sources ?? []).flatMap((id, at) => {
    const source = names.sources.get(id);
    if (source) return [source];
    names.report([...path, 'sources', at], `sources.yml has no '${id}'`);
    return [];
  });
  return {
    quality: entry.quality ?? quality,
    sources,
    ...(entry.note ? { note: fill(entry.note, names.parameters) } : {}),
  };
}

/** The rewrites that an entry lists, in its order. Reports names that no presets file defines. */
export function findRewrites(
  listed: readonly string[] | undefined,
  path: readonly PropertyKey[],
  names: Names,
): Rewrite[] {
  return (listed ?? []).flatMap((name, at) => {
    const rewrite = names.rewrites.get(name);
    if (rewrite) return [rewrite];
    names.report([...path, 'rewrite', at], `there is no rewrite named '${name}'`);
    return [];
  });
}

/** The file name columns of a table, by the column or expression of the path. */
export function fileNamesOf(
  table: string,
  columns: Readonly<Record<string, string>>,
  names: Names,
): Map<string, FileName> {
  const found = new Map<string, FileName>();
  for (const { path, name, tables, sources } of names.fileNames) {
    if (!tables.includes(table) || !Object.hasOwn(columns, name)) continue;
    found.set(path, {
      column: name,
      sources: sources.flatMap((id) => names.sources.get(id) ?? []),
    });
  }
  return found;
}
