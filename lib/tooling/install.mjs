import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const STAMP = 'node_modules/.watchfloor-install';

/**
 * Installs what package-lock.json says, unless node_modules already holds it. Runs before any dependency is
 * there. With `dev: false` an install that left development tools out is enough.
 * @returns {boolean} whether the dependencies are there now
 */
export function installIfNeeded({ dev }) {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : '';
  if (stamp === `${lock} all` || (!dev && stamp === `${lock} production`)) return true;
  process.stdout.write('\n── install (compiles SQLite where no ready build is to be had)\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: it refuses a lock without the optional packages of every platform, and not every
  // registry has all of these. What the lock names is installed as it is named, and the lock stays.
  const args = ['install', '--no-save', '--no-audit', '--no-fund'];
  const { status, error } = spawnSync(npm, args, { stdio: 'inherit' });
  if (error) process.stdout.write(`install: ${error.message}\n`);
  if (status !== 0) {
    process.stdout.write(
      'install: FAILED. npm says why above; without a network the packages must be in npm’s cache,\n' +
        'and a C++ compiler, make and Python are needed where SQLite has no ready build.\n',
    );
    return false;
  }
  const production = process.env.NODE_ENV === 'production';
  writeFileSync(STAMP, `${lock} ${production ? 'production' : 'all'}\n`);
  return true;
}
