import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { TARGETS, type Target } from '@/lib/target';

// Shared by the commands that read rule files.

/** An argument is not valid. The message names it and says why. */
export class UsageError extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The targets with these names, or every target if `names` is undefined. Throws a UsageError for an unknown name. */
export function readTargets(names: readonly string[] | undefined): readonly Target[] {
  if (!names) return TARGETS;
  return names.map((name) => {
    const target = TARGETS.find((known) => known === name);
    if (!target) {
      throw new UsageError(`Unknown target ${name}. Use one of: ${TARGETS.join(', ')}`);
    }
    return target;
  });
}

/**
 * The files below a path whose extension matches, sorted. Does not follow links. A path that is not a
 * folder is returned as it is. Throws a UsageError if the path cannot be read.
 */
export function filesBelow(path: string, extension: RegExp): string[] {
  let isDirectory: boolean;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${messageOf(error)}`);
  }
  if (!isDirectory) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        return filesBelow(join(path, entry.name), extension);
      }
      const fits = entry.isFile() && extension.test(extname(entry.name));
      return fits ? [join(path, entry.name)] : [];
    });
}
