// `npm start`: from a fresh clone to a served catalog. Uses no dependency, because none is installed yet;
// lib/commands/serve.ts takes over after the installation.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { endChildren, GRACE_MS } from './end-children.mjs';
import { generateIfNeeded } from './generate.mjs';
import { installIfNeeded } from './install.mjs';

const HELP = `npm start [-- --verbose]

Installs what is missing, migrates the catalog, loads the starter rules if the catalog is empty, builds if
the sources have changed, and serves. While it serves, it loads the rules of SYNC_SOURCE if the catalog
has only the starter rules, and syncs every SYNC_EVERY. --verbose logs each request.

Settings, from the environment or the file .env (see .env.example): PORT (3000), HOST
(127.0.0.1; 0.0.0.0 or :: for every address), PUBLIC_URL, TRUST_PROXY (0), HSTS (0), METRICS_PORT,
LOG_FORMAT (text; json for one line of JSON an event), LOG_LEVEL (info),
DATABASE_URL (file:./data/catalog.db), SYNC_EVERY (6h; 0 for never), SYNC_SOURCE
(github:SigmaHQ/sigma), SYNC_TOKEN, SYNC_ATTACK, GITHUB_TOKEN, GITHUB_API_URL
`;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error: Node ${process.versions.node} is too old; install 20.19 or later, 22 or 24, and run npm start again\n`,
  );
  process.exit(1);
}

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
  process.exit(0);
}

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
await import('./load-env.mjs');
if (!installIfNeeded({ dev: false }) || !generateIfNeeded()) process.exit(1);

const server = spawn(
  process.execPath,
  ['--import', 'tsx', 'lib/commands/serve.ts', ...process.argv.slice(2)],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
// The terminal sends Ctrl-C to both processes. This one waits until the other has shut down, which takes
// as long as its own children do at most.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => endChildren([server], 3 * GRACE_MS));
}
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
