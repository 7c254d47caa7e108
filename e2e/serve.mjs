// Watchfloor as a new user first sees it: `npm start` with an empty catalog and no access to GitHub, so
// it serves the starter rules. The catalog is in a temporary folder that is deleted when the tests end.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const [port = '3199'] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-'));
const server = spawn(process.execPath, ['lib/tooling/start.mjs'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PORT: port,
    HOST: '127.0.0.1',
    PUBLIC_URL: '',
    TRUST_PROXY: '',
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    // Nothing listens on this port, so requests fail as they do without a network, but at once.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    SYNC_EVERY: '0',
  },
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill('SIGTERM'));
server.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});
