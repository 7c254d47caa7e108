import { mkdirSync, rmSync } from 'node:fs';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * A page as clients get it: its headers, names and values in turn, and its body by encoding.
 * `asked` counts the answers; `best` says that no smaller Brotli is to be had.
 * @typedef {{ etag: string, raw: string[], br: Buffer, gzip: Buffer | null, asked: number, best: boolean }} KeptPage
 */

/** What an entry takes besides its bodies, about. */
const OVERHEAD = 2_000;

/**
 * Finished pages by key. Those asked for longest ago leave the memory when it is full and go to disk, and from there
 * when that is full, too. Whatever is kept belongs to one state of the catalog: `clear()` drops all of it.
 */
export class KeptPages {
  #memory = new Map();
  #disk = new Map();
  #bytes = 0;
  #diskBytes = 0;
  #files = 0;
  #generation = 0;

  /** @param {{ maxBytes: number, maxDiskBytes: number, folder: string }} options the folder is this store's alone */
  constructor({ maxBytes, maxDiskBytes, folder }) {
    this.maxBytes = maxBytes;
    this.maxDiskBytes = maxDiskBytes;
    this.folder = folder;
    this.#empty();
  }

  get bytes() {
    return this.#bytes;
  }

  get size() {
    return this.#memory.size + this.#disk.size;
  }

  has(key) {
    return this.#memory.has(key) || this.#disk.has(key);
  }

  /**
   * The page of a key in memory, or a promise of one on disk; undefined without either.
   * @returns {KeptPage | Promise<KeptPage | undefined> | undefined}
   */
  get(key) {
    const page = this.#memory.get(key);
    if (!page) return this.#disk.has(key) ? this.#fromDisk(key) : undefined;
    this.#memory.delete(key);
    this.#memory.set(key, page);
    return page;
  }

  set(key, page) {
    this.#forget(key);
    this.#memory.set(key, page);
    this.#bytes += sizeOf(page);
    for (const [oldest, old] of this.#memory) {
      if (this.#bytes <= this.maxBytes) break;
      this.#memory.delete(oldest);
      this.#bytes -= sizeOf(old);
      this.#toDisk(oldest, old);
    }
  }

  /** A page in memory that was asked for several times and could be smaller, with its key; null if there is none. */
  improvable() {
    for (const [key, page] of this.#memory) if (page.asked > 1 && !page.best) return { key, page };
    return null;
  }

  clear() {
    this.#memory.clear();
    this.#disk.clear();
    this.#bytes = 0;
    this.#diskBytes = 0;
    this.#generation++;
    this.#empty();
  }

  #empty() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  #forget(key) {
    const page = this.#memory.get(key);
    if (page) this.#bytes -= sizeOf(page);
    this.#memory.delete(key);
    const stored = this.#disk.get(key);
    if (stored) this.#drop(key, stored);
  }

  #drop(key, { file, bytes }) {
    this.#disk.delete(key);
    this.#diskBytes -= bytes;
    unlink(file).catch(() => {
      // The folder was emptied meanwhile.
    });
  }

  #toDisk(key, { etag, raw, br }) {
    if (br.length > this.maxDiskBytes) return;
    const file = path.join(this.folder, String(this.#files++));
    const entry = { file, bytes: br.length, etag, raw };
    const generation = this.#generation;
    writeFile(file, br, { mode: 0o600 }).then(
      () => {
        if (generation !== this.#generation || this.#memory.has(key)) {
          unlink(file).catch(() => {
            // The folder was emptied meanwhile.
          });
          return;
        }
        this.#disk.set(key, entry);
        this.#diskBytes += entry.bytes;
        for (const [oldest, old] of this.#disk) {
          if (this.#diskBytes <= this.maxDiskBytes) break;
          this.#drop(oldest, old);
        }
      },
      (error) => console.error(`a page cannot be kept on disk: ${error.message}`),
    );
  }

  async #fromDisk(key) {
    const { file, etag, raw } = this.#disk.get(key);
    const generation = this.#generation;
    const br = await readFile(file).catch(() => null);
    if (!br || generation !== this.#generation) return undefined;
    const page = { etag, raw, br, gzip: null, asked: 1, best: false };
    this.set(key, page);
    return page;
  }
}

function sizeOf({ br, gzip }) {
  return OVERHEAD + br.length + (gzip?.length ?? 0);
}
