import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { SyncFailure } from '../failure';
import { Collector } from './collect';
import { isCollection } from './layout';
import { formatBytes, type Limits } from './limits';

// Files stay in memory and nothing is unpacked to disk. A path that leads out of the archive would do no
// harm, but only a malicious or broken archive has one, so Watchfloor refuses and reports it.

const NEXT = 'Download it again, or choose another source. The catalog is unchanged.';

export interface Archive {
  readonly collector: Collector;
  readonly commit: string | null;
  /** When the commit was made. `git archive` stamps every file with it. */
  readonly date: string | null;
}

/** Reads the files of a `.tar.gz`, and the commit that `git archive` and GitHub write into its header. */
export async function readArchive(file: string, limits: Limits): Promise<Archive> {
  const { size } = await stat(file).catch((error) => {
    throw new SyncFailure(`Cannot read ${file}: ${reason(error)}`, 'Check the path.', 3, error);
  });
  if (size > limits.archive) {
    const message = `${file} is ${formatBytes(size)}, which exceeds the limit of ${formatBytes(limits.archive)}`;
    throw new SyncFailure(message, NEXT);
  }
  return unpack(createReadStream(file), limits, file);
}

async function unpack(input: Readable, limits: Limits, name: string): Promise<Archive> {
  const collector = new Collector(limits);
  const gunzip = createGunzip();
  const tar = extract();
  const commits = new CommitReader();
  // Pass errors on by hand. `pipeline` also destroys the tar stream when it ends, and its iterator
  // would report that as an abort.
  input.on('error', (error) => gunzip.destroy(error));
  gunzip.on('error', (error) => tar.destroy(error));
  gunzip.on('data', (chunk: Buffer) => {
    commits.read(chunk);
    try {
      collector.countBytes(chunk.length);
    } catch (error) {
      gunzip.destroy(error as Error);
    }
  });
  input.pipe(gunzip).pipe(tar);
  const root = new RootFinder();
  const files: { path: string; bytes: Buffer }[] = [];
  let date: Date | null = null;
  try {
    for await (const entry of tar) {
      collector.countEntry();
      const { type, size = 0, mtime } = entry.header;
      if (mtime && (date === null || mtime > date)) date = mtime;
      const path = entry.header.name.replace(/^(\.\/)+/, '');
      if (type === 'directory') {
        entry.resume();
        continue;
      }
      root.see(path);
      const inner = root.strip(path);
      if (!isInside(path)) {
        collector.refuse(inner, 'ingest/path-traversal', 'The path leads out of the archive');
        entry.resume();
      } else if (type === 'link' || type === 'symlink') {
        collector.refuse(
          inner,
          'ingest/link',
          'The entry is a link. Watchfloor does not follow links',
        );
        entry.resume();
      } else if (type !== 'file' && type !== 'contiguous-file') {
        collector.refuse(
          inner,
          'ingest/not-a-file',
          `The entry is neither a file nor a folder (type ${type})`,
        );
        entry.resume();
      } else if (collector.wants(inner, size)) {
        files.push({ path, bytes: await bytesOf(entry) });
      } else {
        entry.resume();
      }
    }
  } catch (error) {
    if (error instanceof SyncFailure) throw error;
    throw new SyncFailure(`${name} cannot be unpacked: ${archiveReason(error)}`, NEXT, 3, error);
  } finally {
    input.destroy();
  }
  for (const { path, bytes } of files) collector.add(root.strip(path), bytes);
  const { commit } = commits;
  return { collector, commit, date: commit && date ? isoDate(date) : null };
}

function isoDate(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

async function bytesOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function isInside(path: string): boolean {
  return (
    !path.startsWith('/') &&
    !/^[a-z]:/i.test(path) &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    !path.split('/').includes('..')
  );
}

/** GitHub's archives contain a single folder, `OWNER-NAME-COMMIT`. Its name is not part of the paths. */
class RootFinder {
  private root: string | null = null;

  see(path: string): void {
    if (this.root !== null) return;
    const first = path.slice(0, path.indexOf('/') + 1);
    this.root = isCollection(first.slice(0, -1)) ? '' : first;
  }

  strip(path: string): string {
    return this.root && path.startsWith(this.root) ? path.slice(this.root.length) : path;
  }
}

/**
 * The commit in the pax global header, which `git archive` puts first: `52 comment=<40 hex digits>`.
 * The tar library reads that header but does not pass it on.
 */
class CommitReader {
  commit: string | null = null;
  private head = Buffer.alloc(0);

  read(chunk: Buffer): void {
    if (this.head.length >= 1024) return;
    this.head = Buffer.concat([this.head, chunk.subarray(0, 1024 - this.head.length)]);
    if (this.head.length < 1024 || this.head[156] !== 'g'.charCodeAt(0)) return;
    const record = this.head.subarray(512, 1024).toString('latin1');
    this.commit = /^\d+ comment=([0-9a-f]{40})\n/.exec(record)?.[1] ?? null;
  }
}

function archiveReason(error: unknown): string {
  const text = reason(error);
  if (/unexpected end/i.test(text))
    return 'it ends too early, perhaps because a download was interrupted';
  if (/incorrect header check|invalid (tar|header)|incorrect data check|invalid /i.test(text)) {
    return `it is damaged or not a .tar.gz file (${text})`;
  }
  return text;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
