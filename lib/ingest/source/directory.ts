import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { SyncFailure } from '../failure';
import { Collector, printable } from './collect';
import type { Limits } from './limits';

const SKIPPED = new Set(['.git', 'node_modules']);

/** Reads the files of a folder in the order of their paths. Refuses links, as in an archive. */
export async function readDirectory(root: string, limits: Limits): Promise<Collector> {
  const collector = new Collector(limits);
  await walk(root, '', collector, limits, 0);
  return collector;
}

async function walk(
  root: string,
  inner: string,
  collector: Collector,
  limits: Limits,
  depth: number,
): Promise<void> {
  const entries = await readdir(path.join(root, inner), { withFileTypes: true }).catch((error) => {
    throw new SyncFailure(
      `Cannot read the folder ${path.join(root, inner)}: ${error.message}`,
      'Check the path and its permissions. The catalog is unchanged.',
      3,
      error,
    );
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const below = inner === '' ? entry.name : `${inner}/${entry.name}`;
    collector.countEntry();
    if (entry.isSymbolicLink()) {
      collector.refuse(
        below,
        'ingest/link',
        'The entry is a link. Watchfloor does not follow links',
      );
    } else if (entry.isDirectory()) {
      if (SKIPPED.has(entry.name)) continue;
      if (depth + 1 >= limits.depth) {
        const message = `The folder is nested more than ${limits.depth} folders deep`;
        collector.refuse(below, 'ingest/too-deep', message);
        continue;
      }
      await walk(root, below, collector, limits, depth + 1);
    } else if (entry.isFile()) {
      await take(path.join(root, below), below, collector);
    } else {
      collector.refuse(below, 'ingest/not-a-file', 'The entry is neither a file nor a folder');
    }
  }
}

async function take(file: string, inner: string, collector: Collector): Promise<void> {
  const { size } = await stat(file).catch((error: Error) => {
    throw new SyncFailure(
      `${printable(inner)} changed while Watchfloor read the folder: ${error.message}`,
      'Sync again when nothing writes to the folder. The catalog is unchanged.',
      3,
      error,
    );
  });
  collector.countBytes(size);
  if (!collector.wants(inner, size)) return;
  const bytes = await readFile(file).catch((error: Error) => {
    collector.refuse(inner, 'ingest/unreadable-file', `The file cannot be read: ${error.message}`);
    return null;
  });
  if (bytes) collector.add(inner, bytes);
}
