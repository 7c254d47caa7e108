import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** Below `.next/static`, whose files are served with their Brotli copies and cached forever. */
const FOLDER = 'behaviour';
const ENTRY = /^entry-[^.]+\.js$/;
const STATIC_IMPORT = /\bfrom"\.\/([^"]+)"/g;

/**
 * Writes the scripts of pages without React beside those of Next: one that every page loads, and what it loads on use.
 * @param {string} root the checkout
 */
export function bundleBehaviour(root) {
  buildSync({
    absWorkingDir: root,
    entryPoints: ['components/behaviour/entry.ts'],
    outdir: path.join(root, '.next', 'static', FOLDER),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    logLevel: 'warning',
  });
}

/**
 * The addresses of the script that every page without React loads, and of what it imports.
 * @param {string} folder `.next/static`
 */
export function behaviourScripts(folder) {
  const entry = readdirSync(path.join(folder, FOLDER)).find((file) => ENTRY.test(file));
  if (!entry) throw new Error(`${folder} has no script of behaviour; run npm run build`);
  const text = readFileSync(path.join(folder, FOLDER, entry), 'utf8');
  const imports = [...text.matchAll(STATIC_IMPORT)].map(([, name]) => name);
  return [entry, ...imports].map((name) => `/_next/static/${FOLDER}/${name}`);
}
