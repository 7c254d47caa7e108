import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bundleBehaviour } from './bundle-behaviour.mjs';
import { precompress } from './precompress.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const STAMP = path.join(root, '.next', 'sources');
const FOLDERS = ['app', 'components', 'lib', 'public'];
const FILES = [
  'prisma/schema.prisma',
  'package-lock.json',
  'next.config.js',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];

function* filesBelow(entry) {
  const full = path.join(root, entry);
  if (!existsSync(full)) return;
  const children = readdirSync(full, { withFileTypes: true });
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = path.join(entry, child.name);
    if (child.isDirectory()) {
      if (child.name !== 'generated') yield* filesBelow(below);
    } else if (!/\.test\.tsx?$/.test(child.name)) yield below;
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = [...FOLDERS.flatMap((folder) => [...filesBelow(folder)]), ...FILES];
  for (const file of files) {
    const full = path.join(root, file);
    if (existsSync(full)) hash.update(`${file}\0`).update(readFileSync(full)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * Runs `next build`, bundles the behaviour of pages without React, and compresses all files, unless `.next` was built from the same sources.
 * @returns {boolean} whether `.next` is up to date
 */
export function buildIfStale() {
  const sources = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return true;
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) return false;
  bundleBehaviour(root);
  precompress(path.join(root, '.next', 'static'));
  writeFileSync(STAMP, sources);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(buildIfStale() ? 0 : 1);
