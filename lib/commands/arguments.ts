import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { TARGETS, type Target } from '@/lib/target';

// What the commands that take rule files have in common.

/** An argument cannot be used; the message says which, and why. */
export class UsageError extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The targets of these names, all of them without names. Throws a UsageError for an unknown one. */
export function readTargets(names: readonly string[] | undefined): readonly Target[] {
  if (!names) return TARGETS;
  return names.map((name) => {
    const target = TARGETS.find((known) => known === name);
    if (!target) {
      throw new UsageError(`No target is called ${name}; there are ${TARGETS.join(', ')}`);
    }
    return target;
  });
}

/**
 * Files below a path whose extension fits, sorted, links not followed; a path that is no folder is
 * itself the file. Throws a UsageError for a path that cannot be read.
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
