import { parseArgs } from 'node:util';
import { Refusal } from '@/lib/catalog/file/refusal';
import { readEnvironment } from '@/lib/env';
import { EXIT as INGEST, SyncFailure } from '@/lib/ingest/failure';
import { takeLock } from '@/lib/ingest/lock';
import { messageOf, UsageError } from '../arguments';

/** Exit codes of `npm run catalog`. */
export const EXIT = { ok: 0, defect: 1, usage: 2, refused: 3, locked: 4, catalog: 5 } as const;

/** A part of `npm run catalog`, by its name. */
export interface Subcommand {
  /** The lines of the help that are about it. */
  readonly help: string;
  /** Does it, and returns the exit code. `args` are what follows its name. */
  run(args: readonly string[]): Promise<number>;
}

/** Another process is working on the catalog. */
export class Locked extends Refusal {}

/** Does `task` while no sync can begin. Throws a Locked if one runs. */
export async function withLock<Result>(file: string, task: () => Promise<Result>): Promise<Result> {
  const lock = openLock(file);
  try {
    return await task();
  } finally {
    lock.release();
  }
}

function openLock(file: string) {
  try {
    return takeLock(file);
  } catch (error) {
    if (!(error instanceof SyncFailure) || error.exitCode !== INGEST.locked) throw error;
    throw new Locked(error.message, error.next);
  }
}

/** The absolute path of the catalog that the environment names. */
export function catalogFile(): string {
  return readEnvironment(process.env).databaseFile;
}

/** Reads the arguments of a part: flags, options with a text, and one file if `file` says what it is. */
export function readArguments<Flag extends string = never, Text extends string = never>(
  args: readonly string[],
  {
    flags = [],
    texts = [],
    file,
  }: { flags?: readonly Flag[]; texts?: readonly Text[]; file?: string },
) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries([
        ...flags.map((name) => [name, { type: 'boolean' as const, default: false }]),
        ...texts.map((name) => [name, { type: 'string' as const }]),
      ]),
    });
    if (positionals.length > (file === undefined ? 0 : 1)) {
      throw new Error(`there is more than expected: ${positionals.at(-1)}`);
    }
    return {
      flags: values as Record<Flag, boolean>,
      texts: values as Partial<Record<Text, string>>,
      file: positionals[0],
    };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** A file that must be named. Throws a UsageError if it is not. */
export function demand(file: string | undefined, what: string): string {
  if (file !== undefined) return file;
  throw new UsageError(`Name ${what}`);
}
