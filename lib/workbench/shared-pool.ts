import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createTranslatePool, type TranslatePool } from './translate-pool';

/** A thread needs about 125 MB for what it loads. */
const MEMORY_MB = 512;

const shared = globalThis as typeof globalThis & { watchfloorTranslate?: TranslatePool };

/** The server's one pool of translating threads. */
export function translatePool(): TranslatePool {
  shared.watchfloorTranslate ??= createTranslatePool(startWorker);
  return shared.watchfloorTranslate;
}

function startWorker(): Worker {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/workbench/thread.mjs');
  return new Worker(/* turbopackIgnore: true */ file, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
}
