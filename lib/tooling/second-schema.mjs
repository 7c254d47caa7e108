// Writes prisma/postgresql/schema.prisma, the schema of a catalog on PostgreSQL, from prisma/schema.prisma. Prisma
// takes one provider in a schema, and the two differ in nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const SCHEMA = 'prisma/schema.prisma';
export const SECOND_SCHEMA = 'prisma/postgresql/schema.prisma';

/**
 * The schema for PostgreSQL that follows from the one for SQLite.
 * @param {string} schema
 * @returns {string}
 */
export function secondSchema(schema) {
  const second = schema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('"../lib/catalog/generated"', '"../../lib/catalog/generated/postgresql"');
  return `// Made from ../schema.prisma by npm run generate. Change that one.\n\n${second}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(at(SECOND_SCHEMA), secondSchema(readFileSync(at(SCHEMA), 'utf8')));
}
