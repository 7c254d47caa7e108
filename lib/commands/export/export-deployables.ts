import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Manifest,
  type ManifestEntry,
  manifestFile,
  manifestOf,
} from '@/lib/catalog/deploy/manifest';
import { type RenderOptions, renderRules } from '@/lib/catalog/deploy/render-rules';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { armBundle } from '@/lib/deploy/render/arm-bundle';
import type { RenderedFile } from '@/lib/deploy/types';
import { addAll } from '@/lib/long-lists';
import { messageOf, UsageError } from '../arguments';

export interface ExportOptions extends RenderOptions {
  readonly folder: string;
  /** Whether the rules are in one ARM template, or in as few as its limits allow. */
  readonly isBundle: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Writes rules to an empty folder, with their manifest, which is returned. Throws a
 * UsageError if the folder cannot be used.
 */
export async function exportDeployables(
  rules: readonly IndexedRule[],
  options: ExportOptions,
): Promise<Manifest> {
  prepareFolder(options.folder);
  const entries: ManifestEntry[] = [];
  const bundled: RenderedFile[] = [];
  let done = 0;
  for await (const queries of renderRules(rules, options)) {
    for (const { entry, files } of queries) {
      if (options.isBundle) addAll(bundled, files);
      else writeFiles(options.folder, files);
      entries.push(entry);
    }
    done++;
    options.onProgress(done, rules.length);
  }
  const manifest = manifestOf(options.format, bundle(entries, bundled, options));
  writeFiles(options.folder, [manifestFile(manifest)]);
  return manifest;
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
