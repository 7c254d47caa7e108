import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readmeFile } from '@/lib/catalog/deploy/bundle';
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
import { type InvalidFile, invalidFiles } from './invalid-files';

export interface ExportOptions extends RenderOptions {
  /** Null: nothing is written. */
  readonly folder: string | null;
  /** Whether the rules are in one ARM template, or in as few as its limits allow. */
  readonly isBundle: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Exported {
  readonly manifest: Manifest;
  /** Empty if every file is valid, as it should be. */
  readonly invalid: readonly InvalidFile[];
}

/**
 * Validates the files of rules and writes them to an empty folder, with their manifest. Throws a UsageError
 * if the folder cannot be used.
 */
export async function exportDeployables(
  rules: readonly IndexedRule[],
  options: ExportOptions,
): Promise<Exported> {
  const { folder, format } = options;
  if (folder !== null) prepareFolder(folder);
  const entries: ManifestEntry[] = [];
  const bundled: RenderedFile[] = [];
  const invalid: InvalidFile[] = [];
  let done = 0;
  for await (const queries of renderRules(rules, options)) {
    for (const { entry, files } of queries) {
      if (files.length > 0) addAll(invalid, invalidFiles(format, files));
      const isPart = ({ path: name }: RenderedFile) => options.isBundle && name.endsWith('.json');
      addAll(bundled, files.filter(isPart));
      writeFiles(
        folder,
        files.filter((file) => !isPart(file)),
      );
      entries.push(entry);
    }
    done++;
    options.onProgress(done, rules.length);
  }
  const manifest = manifestOf(format, bundle(entries, bundled, options));
  writeFiles(folder, [readmeFile(manifest, options.knowledge), manifestFile(manifest)]);
  return { manifest, invalid };
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
    files: entry.files.map((file) => places.get(file) ?? file),
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

/** Paths are of Watchfloor's own making: the format's folder, an id and an ending. */
function writeFiles(folder: string | null, files: readonly RenderedFile[]): void {
  if (folder === null) return;
  for (const { path: below, text } of files) {
    const file = path.join(folder, below);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
