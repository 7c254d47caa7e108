import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import type { DiagnosticCode } from '../../diagnostic';
import { SyncFailure } from '../failure';
import { TarEnd } from './archive-end';
import { Collector, printable } from './collect';
import { isCollection } from './layout';
import { formatBytes, type Limits } from './limits';

// Files stay in memory and nothing is unpacked to disk. A path that leads out of the archive would do no
// harm, but only a malicious or broken archive has one, so Watchfloor refuses and reports it.

const NEXT = 'Download or pack it again, or choose another source. The catalog is unchanged.';

export interface Archive {
  readonly collector: Collector;
  readonly commit: string | null;
  /** The folder that holds everything. GitHub names it `OWNER-NAME-COMMIT`. */
  readonly folder: string | null;
  /** When the commit was made. `git archive` stamps every file with it. */
  readonly date: string | null;
}

/**
 * Reads the files of a `.tar.gz`, and the commit that `git archive` and GitHub write into its header.
 * Throws a SyncFailure for an archive that is cut, damaged or larger than the limits. Messages call it
 * `name`.
 */
export async function readArchive(
  file: string,
  limits: Limits,
  name: string = basename(file),
): Promise<Archive> {
  const { size } = await stat(file).catch((error) => {
    throw new SyncFailure(`Cannot read ${name}: ${reason(error)}`, 'Check the path.', 3, error);
  });
  if (size > limits.archive) {
    const message = `${name} is ${formatBytes(size)}, which exceeds the limit of ${formatBytes(limits.archive)}`;
    throw new SyncFailure(message, NEXT);
  }
  const input = createReadStream(file);
  const unpacking = new Unpacking(limits);
  try {
    return await unpacking.run(input);
  } catch (error) {
    if (error instanceof SyncFailure) throw error;
    throw new SyncFailure(`${name} ${unpacking.explain(error)}`, NEXT, 3, error);
  } finally {
    input.destroy();
  }
}

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never;

class Unpacking {
  private readonly collector: Collector;
  private readonly commits = new CommitReader();
  private readonly end = new TarEnd();
  private readonly root = new RootFinder();
  private readonly files: { path: string; bytes: Buffer }[] = [];
  private date: Date | null = null;
  private hasOutput = false;
  private lastPath: string | null = null;

  constructor(limits: Limits) {
    this.collector = new Collector(limits);
  }

  async run(input: Readable): Promise<Archive> {
    const { collector, commits, end, root } = this;
    for await (const entry of this.open(input)) await this.take(entry);
    if (!end.isComplete()) throw new Error(NO_END_MARKER);
    for (const { path, bytes } of this.files) collector.add(root.strip(path), bytes);
    const { commit } = commits;
    return {
      collector,
      commit,
      folder: root.folder,
      date: commit && this.date ? isoDate(this.date) : null,
    };
  }

  private open(input: Readable): Extract {
    const gunzip = createGunzip();
    const tar = extract();
    // Pass errors on by hand. `pipeline` also destroys the tar stream when it ends, and its iterator
    // would report that as an abort.
    input.on('error', (error) => gunzip.destroy(error));
    gunzip.on('error', (error) => tar.destroy(error));
    gunzip.on('data', (chunk: Buffer) => {
      this.hasOutput = true;
      this.commits.read(chunk);
      this.end.read(chunk);
      try {
        this.collector.countBytes(chunk.length);
      } catch (error) {
        gunzip.destroy(error as Error);
      }
    });
    return input.pipe(gunzip).pipe(tar);
  }

  private async take(entry: Entry): Promise<void> {
    const { collector, root } = this;
    collector.countEntry();
    const { type, size = 0, mtime, name } = entry.header;
    const path = name.replace(/^(\.\/)+/, '');
    this.lastPath = path;
    if (mtime && (this.date === null || mtime > this.date)) this.date = mtime;
    if (type !== 'directory') {
      this.end.addMember(byteOffset(entry), size);
      root.see(path);
      const inner = root.strip(path);
      const refusal = refusalOf(path, type);
      if (refusal) collector.refuse(inner, ...refusal);
      else if (collector.wants(inner, size)) {
        this.files.push({ path, bytes: await bytesOf(entry) });
        return;
      }
    }
    entry.resume();
  }

  /** What is wrong with the archive, to follow its name in a message. */
  explain(error: unknown): string {
    const text = reason(error);
    if (text === NO_END_MARKER) return `is incomplete: ${text}`;
    if (/unexpected end of data/i.test(text)) return 'is incomplete: the tar ends inside a file';
    if (/unexpected end/i.test(text)) return 'is incomplete: the gzip data ends early';
    if (/incorrect (data|length) check/.test(text)) {
      return `is damaged: its content does not match its gzip checksum (${text})`;
    }
    if (/tar header/i.test(text)) {
      return this.lastPath === null
        ? `is not a .tar.gz file (${text})`
        : `is damaged: what follows ${printable(this.lastPath)} is not a tar header`;
    }
    if (this.hasOutput && /header|compression/.test(text)) {
      return `is damaged: other data follows its end (${text})`;
    }
    if (/header|compression|invalid /i.test(text)) return `is not a .tar.gz file (${text})`;
    return `cannot be unpacked: ${text}`;
  }
}

const NO_END_MARKER = 'the tar has no end marker, so files may be missing';

type Refusal = [code: DiagnosticCode, message: string];

function refusalOf(path: string, type: Header['type']): Refusal | null {
  if (!isInside(path)) return ['ingest/path-traversal', 'The path leads out of the archive'];
  if (type === 'link' || type === 'symlink') {
    return ['ingest/link', 'The entry is a link. Watchfloor does not follow links'];
  }
  if (type === 'file' || type === 'contiguous-file') return null;
  return ['ingest/not-a-file', `The entry is neither a file nor a folder (type ${type})`];
}

/** Where the content of an entry begins in the tar. The type declarations of the library omit it. */
function byteOffset({ header }: Entry): number {
  return (header as { byteOffset?: number }).byteOffset ?? 0;
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

  get folder(): string | null {
    return this.root ? this.root.slice(0, -1) : null;
  }

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

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
