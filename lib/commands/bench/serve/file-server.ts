import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import type { Answer } from './get';
import { messageOf, startWorker } from './load';

/** A file, and what a client must be told to read it. */
export interface ServedFile {
  readonly file: string;
  readonly type: string;
  readonly encoding: string | null;
}

export interface FileServer {
  readonly port: number;
  /** The path of each file, in the order of the answers. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./file-server-worker.ts', import.meta.url));

/**
 * The yardstick: a bare `node:http` server, in a process of its own, that sends the bodies of these answers.
 * It reads each file once, so it does less than one that reads a file for each request.
 */
export async function startFileServer(
  answers: readonly Answer[],
  folder: string,
): Promise<FileServer> {
  mkdirSync(folder, { recursive: true });
  const files = answers.map(({ type, encoding, body }, at): ServedFile => {
    const file = path.join(folder, String(at));
    writeFileSync(file, body);
    return { file, type, encoding };
  });
  const child = startWorker(WORKER);
  child.send(files);
  const port = await messageOf<number>(child);
  return {
    port,
    paths: files.map((_, at) => `/${at}`),
    close: () => endChildren([child]),
  };
}
