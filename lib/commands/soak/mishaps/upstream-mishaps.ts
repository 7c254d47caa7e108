import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { filesBelow } from '@/lib/commands/arguments';
import { EXIT } from '@/lib/ingest/failure';
import { archiveOf } from '../sample';
import { type Expected, type Mishap, type Stage, type Taken, unlike } from './mishap';
import { isLike } from './titles';

/** How a server answers a request for the archive. */
type Answerer = (response: ServerResponse, archive: Buffer, request: IncomingMessage) => void;

/** Sends so many bytes a second, for as long as the client waits. */
function drip(response: ServerResponse, archive: Buffer, perSecond: number): void {
  let at = 0;
  const timer = setInterval(() => {
    response.write(archive.subarray(at, at + perSecond));
    at += perSecond;
    if (at < archive.length) return;
    clearInterval(timer);
    response.end();
  }, 1000);
  response.on('close', () => clearInterval(timer));
}

const whole = (bytes: Buffer) => ({ 'Content-Length': String(bytes.length) });
const GIBIBYTE = 2 ** 30;

/** Servers that are slow, break off, lie, or lead in circles. */
export const UPSTREAM_MISHAPS: readonly Mishap[] = [
  upstream(
    'slow: a byte a second, and a minute for the sync',
    { code: EXIT.late, says: /longer than/ },
    (response, archive) => {
      response.writeHead(200, whole(archive));
      drip(response, archive, 1);
    },
    { SYNC_LIMIT: '60s' },
  ),
  upstream(
    'slow: no answer at all, and a minute for the sync',
    { code: EXIT.late, says: /longer than/ },
    () => {},
    { SYNC_LIMIT: '60s' },
  ),
  upstream('cut off in the middle', BROKE_OFF(), (response, archive) => {
    response.writeHead(200, whole(archive));
    response.write(archive.subarray(0, archive.length / 2), () => response.destroy());
  }),
  upstream(
    'cut off, and said to be whole',
    { code: EXIT.source, says: CUT() },
    (response, archive) => {
      const half = archive.subarray(0, archive.length / 2);
      response.writeHead(200, whole(half));
      response.end(half);
    },
  ),
  upstream('says that it is longer than it is', BROKE_OFF(), (response, archive) => {
    response.writeHead(200, { 'Content-Length': String(archive.length + 1000) });
    response.write(archive, () => response.destroy());
  }),
  upstream('says that it is shorter than it is', { code: EXIT.source }, (response, archive) => {
    response.socket?.end(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${archive.length - 50}\r\n\r\n`),
        archive,
      ]),
    );
  }),
  upstream('says that it has a tebibyte', { code: EXIT.source }, (response, archive) => {
    response.writeHead(200, { 'Content-Length': String(1024 * GIBIBYTE) });
    response.write(archive, () => response.destroy());
  }),
  upstream('never ends', { code: EXIT.source, says: /limit/ }, (response) => {
    const block = Buffer.alloc(2 ** 20);
    const more = () => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once('drain', more);
    };
    response.writeHead(200);
    more();
  }),
  upstream(
    'redirects in a circle',
    { code: EXIT.source, says: /redirects/ },
    (response, _, request) => {
      const at = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('at') ?? 0);
      response.writeHead(302, { Location: `/rules.tar.gz?at=${1 - at}` });
      response.end();
    },
  ),
  upstream('redirects to a file of this machine', { code: EXIT.source }, (response) => {
    response.writeHead(302, { Location: 'file:///etc/passwd' });
    response.end();
  }),
  upstream('fails each time', { code: EXIT.source, says: /answered 500/ }, (response) => {
    response.writeHead(500);
    response.end();
  }),
  upstream(
    'asks to wait for a year',
    { code: EXIT.source, says: /Sync again after/ },
    (response) => {
      response.writeHead(429, { 'Retry-After': String(365 * 24 * 3600) });
      response.end();
    },
  ),
  upstream('sends a page instead of an archive', { code: EXIT.source }, (response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<html>Please sign in</html>');
  }),
];

function BROKE_OFF(): Expected {
  return { code: EXIT.source, says: /broke off|could not be reached|terminated/ };
}

function CUT(): RegExp {
  return /cut|incomplete|damaged|ends/i;
}

/** A sync of a catalog from a server that answers so: it says why it failed and what to do, and leaves the catalog alone. */
function upstream(
  name: string,
  expected: Expected,
  answer: Answerer,
  env: Readonly<Record<string, string>> = {},
): Mishap {
  return {
    name,
    async run(stage): Promise<Taken> {
      const file = path.join(stage.folder, 'catalog.db');
      copyFileSync(stage.whole, file);
      const archive = await packed(stage);
      const server = createServer((request, response) => answer(response, archive, request));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      try {
        const source = `http://127.0.0.1:${port}/rules.tar.gz`;
        const ran = await stage.ingest(file, { source, env });
        const problems = unlike(ran, expected);
        if (!isLike(file, stage.whole)) problems.push('the catalog is not as it was');
        return { ran, problems };
      } finally {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function packed({ changed }: Stage): Promise<Buffer> {
  const files = filesBelow(changed, /^\.yml$/).map((file) => ({
    path: path.relative(changed, file),
    bytes: readFileSync(file),
  }));
  return archiveOf(files);
}
