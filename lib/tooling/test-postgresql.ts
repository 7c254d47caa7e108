import process from 'node:process';
import { findPostgresql, PACKAGES, startPostgresql } from './temporary-postgresql';

// The PostgreSQL server of the tests: the one at TEST_POSTGRES_URL, or a temporary one of Debian's package. Without
// either the tests run on PGlite (lib/catalog/database/database-fixture.ts), and this file says so.

/** Called by Vitest before the tests; what it returns is called after them. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) {
    say('the server at TEST_POSTGRES_URL');
    return async () => {};
  }
  const binaries = findPostgresql();
  if (!binaries) {
    say(
      `PGlite, because there is neither TEST_POSTGRES_URL nor a server in ${PACKAGES}. The tests of several instances need one.`,
    );
    return async () => {};
  }
  const server = await startPostgresql(binaries);
  say(`a temporary server of ${binaries}`);
  process.env.TEST_POSTGRES_URL = server.url;
  return server.stop;
}

function say(what: string): void {
  process.stdout.write(`PostgreSQL of the tests: ${what}\n`);
}
