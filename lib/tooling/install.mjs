import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const STAMP = 'node_modules/.watchfloor-install';

/** Where npm notes what it has installed. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * Installs what package-lock.json names, unless node_modules has it already. With `dev: false`, an install
 * without development tools is enough, and a first one leaves them out. Uses no dependency, because none is installed yet.
 * @returns {boolean} whether the dependencies are installed
 */
export function installIfNeeded({ dev }) {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : '';
  if (stamp === `${lock} all` || (!dev && stamp === `${lock} production`)) return true;
  process.stdout.write(
    '\n── install (compiles SQLite if there is no ready build for this platform)\n',
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // What an earlier install has, such as development tools, is kept.
  const isServing = !dev && !existsSync(INSTALLED);
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, and some
  // registries lack those packages. Decision 0008 has the details.
  const args = ['install', '--no-save', '--no-audit', '--no-fund'];
  if (isServing) args.push('--omit=dev');
  const { status, error } = spawnSync(npm, args, { stdio: 'inherit' });
  if (error) process.stdout.write(`install: ${error.message}\n`);
  if (status !== 0) {
    process.stdout.write(
      'install: FAILED. npm gives the reason above. Without a network, npm needs the packages in its cache.\n' +
        'Without a ready build of SQLite, it needs a C++ compiler, make and Python.\n',
    );
    return false;
  }
  const production = isServing || process.env.NODE_ENV === 'production';
  writeFileSync(STAMP, `${lock} ${production ? 'production' : 'all'}\n`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit(installIfNeeded({ dev: false }) ? 0 : 1);
}
