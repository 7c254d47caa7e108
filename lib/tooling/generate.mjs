import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const STAMP = at('lib/catalog/generated/.schema');

/**
 * Generates the Prisma client, unless it was generated from the same `prisma/schema.prisma`.
 * @returns {boolean} whether the client is up to date
 */
export function generateIfNeeded() {
  const schema = createHash('sha256')
    .update(readFileSync(at('prisma/schema.prisma')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === schema) return true;
  // Prisma's command line would download a schema engine, which generating the client does not use.
  // Naming any existing file keeps this step offline.
  const { status } = spawnSync(
    process.execPath,
    [at('node_modules/prisma/build/index.js'), 'generate'],
    {
      cwd: at('.'),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY:
          process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? fileURLToPath(import.meta.url),
      },
    },
  );
  if (status !== 0) {
    process.stderr.write('error: generating the Prisma client failed; the reason is above\n');
    return false;
  }
  writeFileSync(STAMP, schema);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(generateIfNeeded() ? 0 : 1);
