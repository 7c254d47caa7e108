import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployableRules } from '@/lib/catalog/deployables';
import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import { type Renderers, render } from '@/lib/deploy/render';
import { armBundle } from '@/lib/deploy/render/arm-bundle';
import type { DeployFormat, RenderedFile, Rendering } from '@/lib/deploy/types';
import type { Target } from '@/lib/target';
import { messageOf, UsageError } from '../arguments';
import { chooseQueries } from './choose-queries';
import { type Manifest, type ManifestEntry, manifestEntry } from './manifest';

export interface ExportOptions {
  readonly format: DeployFormat;
  readonly renderers: Renderers;
  readonly knowledge: DeployKnowledge;
  readonly targets: readonly Target[];
  /** Null: the rules' own queries. */
  readonly tables: ReadonlySet<string> | null;
  readonly folder: string;
  /** Whether the rules are in one ARM template, or in as few as its limits allow. */
  readonly isBundle: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Writes the rules of these ids to an empty folder, with their manifest, which is returned. Throws a
 * UsageError if the folder cannot be used.
 */
export async function exportDeployables(
  ids: readonly string[],
  options: ExportOptions,
): Promise<Manifest> {
  prepareFolder(options.folder);
  const entries: ManifestEntry[] = [];
  const bundled: RenderedFile[] = [];
  let done = 0;
  for await (const rule of deployableRules(ids, options.knowledge)) {
    for (const query of chooseQueries(rule, options.targets, options.tables)) {
      const rendering = renderingOf(query.made, options);
      if (options.isBundle) for (const file of rendering.files) bundled.push(file);
      else writeFiles(options.folder, rendering.files);
      entries.push(manifestEntry(rule, query, rendering));
    }
    done++;
    options.onProgress(done, ids.length);
  }
  const manifest = manifestOf(options.format, bundle(entries, bundled, options));
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  writeFiles(options.folder, [{ path: 'manifest.json', text }]);
  return manifest;
}

function renderingOf(
  { deployable, refused }: Parameters<typeof manifestEntry>[1]['made'],
  { format, renderers }: ExportOptions,
): Rendering {
  if (deployable) return render(renderers, format, deployable);
  return { format, files: [], losses: [{ format, ...refused }] };
}

/** With a bundle, entries name the template that has their rule. */
function bundle(
  entries: readonly ManifestEntry[],
  files: readonly RenderedFile[],
  { isBundle, folder, knowledge }: ExportOptions,
): readonly ManifestEntry[] {
  if (!isBundle) return entries;
  const bundles = armBundle(files, knowledge.limits);
  writeFiles(
    folder,
    bundles.map(({ file }) => file),
  );
  const places = new Map(
    bundles.flatMap(({ file, parts }) => parts.map((part) => [part, file.path] as const)),
  );
  return entries.map((entry) => ({
    ...entry,
    files: entry.files.flatMap((file) => places.get(file) ?? []),
  }));
}

function manifestOf(format: DeployFormat, entries: readonly ManifestEntry[]): Manifest {
  const written = entries.filter(({ files }) => files.length > 0).length;
  return { format, written, refused: entries.length - written, entries };
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length === 0) return;
  } catch (error) {
    throw new UsageError(`Cannot write to ${folder}: ${messageOf(error)}`);
  }
  throw new UsageError(`${folder} is not empty. Name another folder, or empty it.`);
}

/** Paths are of Watchfloor's own making: a format, an id and an ending. */
function writeFiles(folder: string, files: readonly RenderedFile[]): void {
  for (const { path: below, text } of files) {
    const file = path.join(folder, below);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
