import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SyncFailure } from '../failure';
import { get, type Http, type HttpRequest, truncated } from './http';
import { formatBytes } from './limits';

export interface Download {
  /** Null if the server answered that nothing has changed since the ETag. */
  readonly file: string | null;
  readonly etag: string | null;
}

/**
 * Streams a response to `file`. Tries again if the transfer stalls or breaks off. Throws a SyncFailure if
 * that does not help, or if the response is longer than `limit` bytes.
 */
export async function download(
  http: Http,
  request: HttpRequest,
  file: string,
  limit: number,
  onBytes: (received: number, expected: number | null) => void = () => {},
): Promise<Download> {
  return get(http, request, async (response) => {
    const etag = response.headers.get('etag');
    if (response.status === 304) return { file: null, etag };
    if (!response.body) throw truncated(request.what, 'the response is empty');
    const encoded = response.headers.has('content-encoding');
    const length = response.headers.get('content-length');
    const expected = length !== null && !encoded ? Number(length) : null;
    const received = await transfer(response.body, file, http, request, limit, (bytes) =>
      onBytes(bytes, expected),
    );
    if (expected !== null && received !== expected) {
      throw truncated(request.what, `${received} of ${expected} bytes`);
    }
    return { file, etag };
  });
}

async function transfer(
  body: ReadableStream<Uint8Array>,
  file: string,
  http: Http,
  request: HttpRequest,
  limit: number,
  onBytes: (received: number) => void,
): Promise<number> {
  let received = 0;
  const stalled = new AbortController();
  const stall = () => stalled.abort(truncated(request.what, 'no data arrived for too long'));
  let timer = setTimeout(stall, http.policy.stallTimeout);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(timer);
      timer = setTimeout(stall, http.policy.stallTimeout);
      received += chunk.length;
      if (received > limit) {
        const message = `${request.what} exceeds the limit of ${formatBytes(limit)}`;
        done(new SyncFailure(message, 'Check the address.'));
        return;
      }
      onBytes(received);
      done(null, chunk);
    },
  });
  const signal = http.signal ? AbortSignal.any([stalled.signal, http.signal]) : stalled.signal;
  try {
    await pipeline(Readable.fromWeb(body as never), count, createWriteStream(file), { signal });
  } catch (error) {
    if (stalled.signal.aborted) throw stalled.signal.reason;
    if (error instanceof SyncFailure || http.signal?.aborted) throw error;
    if ((error as NodeJS.ErrnoException).syscall === 'write' || isDiskError(error)) throw error;
    throw truncated(request.what, error instanceof Error ? messageOf(error) : String(error));
  } finally {
    clearTimeout(timer);
  }
  return received;
}

function isDiskError(error: unknown): boolean {
  return ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(
    String((error as NodeJS.ErrnoException).code),
  );
}

function messageOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
