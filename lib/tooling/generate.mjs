import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { SCHEMA, SECOND_SCHEMA } from './second-schema.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const STAMP = at('lib/catalog/generated/.schema');
/** In this order: the first empties the folder that the second's is in. */
const SCHEMAS = [SCHEMA, SECOND_SCHEMA];

/**
 * Generates the Prisma clients, unless they were generated from the same schemas by the same Prisma.
 * @returns {boolean} whether the clients are up to date
 */
export function generateIfNeeded() {
  const hash = createHash('sha256');
  for (const file of [...SCHEMAS, 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(at(file)));
  }
  const inputs = hash.digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return true;
  if (!SCHEMAS.every(generate)) {
    process.stderr.write('error: generating the Prisma clients failed; the reason is above\n');
    return false;
  }
  writeFileSync(STAMP, inputs);
  return true;
}

function generate(schema) {
  // Prisma's command line would download a schema engine, which generating the client does not use.
  // Naming any existing file keeps this step offline.
  const { status } = spawnSync(
    process.execPath,
    [at('node_modules/prisma/build/index.js'), 'generate', '--schema', at(schema)],
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
  return status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(generateIfNeeded() ? 0 : 1);
