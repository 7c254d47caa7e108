import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// A local server for tests that answers like GitHub's API and its download host, and fails on demand.

export interface Received {
  /** api answers for the commit; codeload is where the tarball's redirect leads. */
  readonly host: 'api' | 'codeload';
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export type Fault =
  /** Answers with this status and these headers instead. */
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** Accepts the request and never answers. */
  | { kind: 'silence' }
  /** Closes the connection at once. */
  | { kind: 'reset' }
  /** Announces the full length, sends half, closes the connection. */
  | { kind: 'short' }
  /** Sends half in chunks without a length, closes the connection. */
  | { kind: 'broken-chunks' }
  /** Sends half as if it were everything. Only the gzip stream shows that bytes are missing. */
  | { kind: 'cut' }
  /** Sends half, then nothing. */
  | { kind: 'stall' };

export interface GithubDouble {
  readonly apiUrl: string;
  readonly requests: Received[];
  commit: string;
  etag: string;
  tarball: Buffer;
  /** Each request to a host uses up one fault. After the last one, the host answers normally. */
  readonly faults: { api: Fault[]; codeload: Fault[] };
  close(): Promise<void>;
}

export async function startGithubDouble(commit: string, tarball: Buffer): Promise<GithubDouble> {
  const requests: Received[] = [];
  const faults: GithubDouble['faults'] = { api: [], codeload: [] };
  const codeload = await listen((request, response) => {
    requests.push({ host: 'codeload', path: request.url ?? '', headers: request.headers });
    const fault = faults.codeload.shift();
    if (fault) return misbehave(fault, response, double.tarball);
    // GitHub's download host sends chunks, without a length.
    response.writeHead(200, { 'content-type': 'application/x-gzip' });
    response.end(double.tarball);
  });
  const api = await listen((request, response) => {
    const path = request.url ?? '';
    requests.push({ host: 'api', path, headers: request.headers });
    const fault = faults.api.shift();
    if (fault) return misbehave(fault, response, double.tarball);
    if (/^\/repos\/[^/]+\/[^/]+\/commits\/[^/]+$/.test(path)) {
      if (request.headers['if-none-match'] === double.etag) {
        response.writeHead(304, { etag: double.etag });
        response.end();
        return;
      }
      response.writeHead(200, { etag: double.etag, 'content-type': 'application/vnd.github.sha' });
      response.end(double.commit);
      return;
    }
    const tarball = /^\/repos\/([^/]+\/[^/]+)\/tarball\/([0-9a-f]{40})(?:\?|$)/.exec(path);
    if (tarball) {
      const location = `http://127.0.0.1:${codeload.port}/${tarball[1]}/legacy.tar.gz/${tarball[2]}`;
      response.writeHead(302, { location });
      response.end();
      return;
    }
    response.writeHead(404);
    response.end('{"message":"Not Found"}');
  });
  const double: GithubDouble = {
    apiUrl: `http://127.0.0.1:${api.port}`,
    requests,
    commit,
    etag: 'W/"first"',
    tarball,
    faults,
    close: async () => {
      await Promise.all([api.close(), codeload.close()]);
    },
  };
  return double;
}

function misbehave(fault: Fault, response: ServerResponse, body: Buffer): void {
  const part = body.subarray(0, Math.floor(body.length / 2));
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.headers);
      response.end('{"message":"set by the test"}');
      return;
    case 'silence':
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'short':
      response.writeHead(200, { 'content-length': body.length });
      response.write(part, () => response.socket?.destroy());
      return;
    case 'broken-chunks':
      response.writeHead(200);
      response.write(part, () => response.socket?.destroy());
      return;
    case 'cut':
      response.writeHead(200);
      response.end(part);
      return;
    case 'stall':
      response.writeHead(200, { 'content-length': body.length });
      response.write(part);
      return;
  }
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
