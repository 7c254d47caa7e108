import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The Prisma command line wants a schema engine binary and would download one. Generating the client
// does not use it: naming any existing file keeps this step offline.
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('../../../node_modules/prisma/build/index.js', import.meta.url)),
    'generate',
  ],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY:
        process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? fileURLToPath(import.meta.url),
    },
  },
);
process.exit(status ?? 1);
