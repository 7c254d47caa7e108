// The web server: it refuses what no page takes, sends the build's files as Brotli and finished pages as they
// were made, and has Next make the others. It runs in a process of its own, so that the pages' process loads nothing of the command lines.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import config from '../../next.config.js';
import { basePathOf } from '../base-path.mjs';
import { answerBroken, answerGuard, endWith } from './answer-guard.mjs';
import { apiGate } from './api-gate.mjs';
import { behaviourScripts } from './bundle-behaviour.mjs';
import { dropForwarded, guardRequest, MAX_ADDRESS } from './guard-request.mjs';
import { createLog, duringRequest, logConsole } from './log.mjs';
import { observe } from './observe.mjs';
import { onParentEnd } from './on-parent-end.mjs';
import { answerPages } from './pages/answer-pages.mjs';
import { catalogState } from './pages/catalog-state.mjs';
import { askHealth, soundness } from './pages/is-sound.mjs';
import { KeptPages } from './pages/kept-pages.mjs';
import { MARK, warmPages } from './pages/warm-pages.mjs';
import { serveBelow } from './serve-below.mjs';
import { startSignIn } from './start-sign-in.mjs';
import { staticFiles } from './static-files.mjs';

onParentEnd(() => process.exit(0));

const log = createLog();
logConsole(log);

process.env.NODE_ENV = 'production';
const { default: next } = await import('next');

const root = fileURLToPath(new URL('../..', import.meta.url));
const [port = '3000', host = '127.0.0.1'] = process.argv.slice(2);
process.env.PORT = port;
process.env.HOST = host;

const [{ headers }] = await config.headers();
const built = path.join(root, config.distDir, 'static');
const answerStatic = staticFiles(built, '/_next/static/', headers);
const LIMITS = {
  maxHeaderSize: 2 * MAX_ADDRESS,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than nginx and load balancers keep an idle connection: who ends it first must not be the one who is asked.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  // guardRequest says why; Node would answer without a reason.
  requireHostHeader: false,
};
/** Below the 1024 files that a process may usually open. */
const MAX_CONNECTIONS = 800;
/** So many connections before the most, idle ones end. */
const ROOM = 100;
let open = 0;
/** A connection without traffic ends, whether the client or the page stopped. */
const IDLE_MS = 120_000;

const server = createServer(LIMITS);
// Next listens for upgrades on the server it is given. No page needs one, so it is given another.
const app = next({
  dev: false,
  dir: root,
  // Next compares this name with that of addresses in proxy.ts, in which it writes `localhost` for 127.0.0.1.
  hostname: 'localhost',
  port: Number(port),
  httpServer: createServer(),
});
await app.prepare();

/** The bytes of finished pages that are kept: all of a catalog of 4,000 rules, or most of what a large one is asked for. */
const MAX_KEPT = 192 * 1024 * 1024;
const MAX_KEPT_ON_DISK = 1024 * 1024 * 1024;
const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-pages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const catalog = catalogState(catalogAddress(), path.join(root, 'content/reviews'));
const mark = randomBytes(32).toString('base64url');
const trustsProxy = process.env.TRUST_PROXY === '1';
const gate = apiGate({
  limit: Number(process.env.API_LIMIT || 600),
  origins: process.env.API_ORIGINS ?? '',
  trustsProxy,
});
let lastRequestAt = performance.now();
const ownHost = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
const isOwn = (request) => request.headers[MARK] === mark;
const health = () => askHealth({ host: ownHost, port: Number(port), headers: { [MARK]: mark } });
const isWell = async () => (await health())?.status === 200;
const signIn = await startSignIn({
  root,
  built,
  catalog: catalogAddress(),
  trustsProxy,
  isOwn,
  isHealthy: isWell,
});
const isSound = soundness({ stamp: catalog.stamp, ask: isWell });
// While the index of a new sync is read, pages are made from the former one.
const version = () => {
  const state = isSound() ? catalog.version() : null;
  return state && `${state} ${globalThis.watchfloorIndex?.current?.syncId}`;
};
const base = basePathOf(process.env.PUBLIC_URL);
const pages = answerPages({
  answer: app.getRequestHandler(),
  version,
  kept: new KeptPages({ maxBytes: MAX_KEPT, maxDiskBytes: MAX_KEPT_ON_DISK, folder }),
  scripts: behaviourScripts(built),
  base,
});

const observed = observe({ log, host, health });

/** The file or server that `DATABASE_URL` names, as lib/env.ts reads it. */
function catalogAddress() {
  const url = process.env.DATABASE_URL || 'file:./data/catalog.db';
  return url.startsWith('file:') ? path.resolve(root, url.slice('file:'.length)) : url;
}

function answer(request, response) {
  serveBelow(base, request, response);
  const id = observed.begin(request, response);
  if (!isOwn(request)) lastRequestAt = performance.now();
  if (!trustsProxy) dropForwarded(request.headers);
  if (signIn?.(request, response)) return;
  if (gate(request, response)) return;
  if (pages.answerAtOnce(request, response)) return;
  const found = guardRequest(request);
  if (found) {
    answerGuard(request, response, found);
    return;
  }
  if (answerStatic(request, response)) return;
  applyStatus(response);
  duringRequest(id, () =>
    pages.answer(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }),
  );
}

/** Sends the status that proxy.ts chose for a page in the header `Watchfloor-Status`, without that header. */
function applyStatus(response) {
  const { writeHead } = response;
  response.writeHead = (status, ...rest) => {
    const chosen = response.getHeader('Watchfloor-Status');
    response.removeHeader('Watchfloor-Status');
    return writeHead.call(response, chosen ? Number(chosen) : status, ...rest);
  };
}

server.on('request', answer);
server.on('checkContinue', (request, response) => {
  if (!guardRequest(request)) response.writeContinue();
  answer(request, response);
});
server.on('checkExpectation', (request, response) =>
  answerGuard(request, response, {
    status: 417,
    reason: 'The server knows no expectation but 100-continue.',
  }),
);
server.on('clientError', answerBroken);
server.on('connect', (_, socket) => endWith(socket, 405, 'This server is not a proxy.'));
server.maxConnections = MAX_CONNECTIONS;
// Idle connections make room for new ones before any is refused.
server.on('connection', (socket) => {
  open++;
  socket.on('close', () => open--);
  if (open > MAX_CONNECTIONS - ROOM) server.closeIdleConnections();
});
server.setTimeout(IDLE_MS);
server.listen(Number(port), host);
if (process.env.WARM !== '0') {
  void warmPages({
    host: ownHost,
    port: Number(port),
    version,
    addresses: catalog.addresses,
    lastRequestAt: () => lastRequestAt,
    improveOne: pages.improveOne,
    mark,
  });
}

// Finish the answers under way, and close idle connections.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    observed.close();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
