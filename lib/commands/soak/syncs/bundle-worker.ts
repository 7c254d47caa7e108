import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const WORKER = fileURLToPath(new URL('./sync-worker.ts', import.meta.url));
/** Packages are found from here, and no other tool looks at it. */
const BUNDLE = path.join(ROOT, 'node_modules', '.cache', 'watchfloor-soak', 'sync-worker.mjs');

/** Makes one file of the process that syncs, which starts in a sixth of the time, and returns its path. */
export async function bundleWorker(): Promise<string> {
  await build({
    entryPoints: [WORKER],
    outfile: BUNDLE,
    absWorkingDir: ROOT,
    alias: { '@': ROOT },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
    plugins: [{ name: 'own places', setup: (builder) => builder.onLoad(OURS, keepPlace) }],
  });
  return BUNDLE;
}

const OURS = { filter: /[/\\](lib|content|prisma)[/\\].*\.(ts|mjs)$/ };

/** A module of the bundle still finds what lies beside its source. */
function keepPlace({ path: file }: { readonly path: string }) {
  const url = JSON.stringify(pathToFileURL(file).href);
  return {
    contents: readFileSync(file, 'utf8').replaceAll('import.meta.url', url),
    loader: 'ts' as const,
  };
}
