// The web server: Next's own, and before it the build's files as Brotli. Plain Node, in a process of its
// own, so that nothing of the command lines is loaded where pages are made.
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
const app = next({ dev: false, dir: root, hostname: hostname ?? 'localhost', port: Number(port) });
const answerPage = app.getRequestHandler();
await app.prepare();

const server = createServer((request, response) => {
  if (answerStatic(request, response)) return;
  answerPage(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
server.listen(Number(port), hostname);

// Answers under way are finished; connections that only wait are not waited for.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
