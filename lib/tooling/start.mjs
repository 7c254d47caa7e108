// `npm start`: from a fresh clone to a browser. Plain Node without dependencies, since it runs before
// they are installed; what follows the installation is in serve.ts.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { generateIfNeeded } from './generate.mjs';
import { installIfNeeded } from './install.mjs';

const HELP = `npm start

Installs what is missing, brings the catalog's tables up to date, loads the rules where the catalog is
empty (the starter rules where GitHub cannot be reached), builds where the sources have changed, and
serves. While serving, a sync runs by itself every SYNC_EVERY.

Environment: PORT (3000), DATABASE_URL (file:./data/catalog.db), SYNC_EVERY (6h; 0 for never),
SYNC_SOURCE (github:SigmaHQ/sigma), SYNC_ATTACK, GITHUB_TOKEN, GITHUB_API_URL
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
if (!installIfNeeded({ dev: false }) || !generateIfNeeded()) process.exit(1);

const server = spawn(
  process.execPath,
  ['--import', 'tsx', 'lib/commands/serve.ts', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// The terminal sends Ctrl-C to both; this process only waits for the other's tidy end.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
