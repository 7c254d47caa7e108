// The web server: the build's files as Brotli, and Next for everything else. It runs in a process of its
// own, so that the pages' process loads nothing of the command lines.
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import config from '../../next.config.js';
import { staticFiles } from './static-files.mjs';

process.env.NODE_ENV = 'production';
const { default: next } = await import('next');

const root = fileURLToPath(new URL('../..', import.meta.url));
const [port = '3000', hostname] = process.argv.slice(2);

const [{ headers }] = await config.headers();
const answerStatic = staticFiles(
  path.join(root, config.distDir, 'static'),
  '/_next/static/',
  headers,
);
// Next compares this name with that of addresses in proxy.ts, in which it writes `localhost` for 127.0.0.1.
const app = next({ dev: false, dir: root, hostname: 'localhost', port: Number(port) });
const answerPage = app.getRequestHandler();
await app.prepare();

const server = createServer((request, response) => {
  if (answerStatic(request, response)) return;
  applyStatus(response);
  answerPage(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
/** Sends the status that proxy.ts chose for a page in the header `Watchfloor-Status`, without that header. */
function applyStatus(response) {
  const { writeHead } = response;
  response.writeHead = (status, ...rest) => {
    const chosen = response.getHeader('Watchfloor-Status');
    response.removeHeader('Watchfloor-Status');
    return writeHead.call(response, chosen ? Number(chosen) : status, ...rest);
  };
}

server.listen(Number(port), hostname);

// Finish the answers under way, and close idle connections.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
