import { setTimeout } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '@/lib/catalog/database/postgresql/connection';
import { SYNC_LOCK } from '@/lib/catalog/database/postgresql/locks';
import { isStuck, parseHolder, type SyncHolder } from '@/lib/catalog/stored/sync-holder';
import { EXIT, SyncFailure } from '../failure';
import { type Lock, refusal, reportHolder } from '../lock';

/** How long the server may take to end the connection of a stuck sync. */
const END_MS = 10_000;
const RETRY_MS = 100;

/**
 * Lets one sync of a catalog run at a time, whichever instance it is of. The lock belongs to a connection of its own:
 * the server releases it when that ends, so a killed sync leaves nothing to clean up, and a sync that loses its
 * connection ends.
 *
 * The connection of a holder that has made no progress for ten minutes is ended, and the lock taken over. Any other
 * holder keeps the lock: throws a SyncFailure that names it.
 */
export async function takeAdvisoryLock(address: string): Promise<Lock> {
  const client = await connect(address);
  try {
    await demandLock(client);
  } catch (error) {
    await client.end();
    throw error;
  }
  const lost = new AbortController();
  let isReleased = false;
  const lose = () => {
    if (isReleased) return;
    lost.abort(
      new SyncFailure(
        'The connection to the database that holds the lock of the sync was lost',
        'The catalog is as the last stage left it. Check the database server, then sync again.',
        EXIT.store,
      ),
    );
  };
  client.once('end', lose);
  const report = reportHolder((holder) => {
    // Before the first migration there is no table. If the connection is gone, the sync ends for that.
    client.query(DESCRIBE, [JSON.stringify(holder)]).catch(() => {});
  });
  report('start');
  return {
    report,
    lost: lost.signal,
    async demand() {
      // Fails if the connection is gone, even before its end was noticed.
      await client.query('SELECT 1').catch(lose);
      lost.signal.throwIfAborted();
    },
    async release() {
      isReleased = true;
      await client.end();
    },
  };
}

const DESCRIBE = `
  INSERT INTO "SyncHolder" ("id", "backend", "holder") VALUES (1, pg_backend_pid(), $1)
  ON CONFLICT ("id") DO UPDATE SET "backend" = excluded."backend", "holder" = excluded."holder"`;

async function demandLock(client: Client): Promise<void> {
  if (await tryLock(client)) return;
  const found = await readHolder(client);
  if (found && isStuck(found.holder, Date.now())) {
    await client.query('SELECT pg_terminate_backend($1)', [found.backend]);
    for (let waited = 0; waited < END_MS; waited += RETRY_MS) {
      if (await tryLock(client)) return;
      await setTimeout(RETRY_MS);
    }
  }
  throw refusal(found?.holder ?? null);
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS locked', [
    ...SYNC_LOCK,
  ]);
  return rows[0]?.locked === true;
}

interface Found {
  readonly backend: number;
  readonly holder: SyncHolder;
}

/** Who describes itself as the holder, if its connection has the lock. */
async function readHolder(client: Client): Promise<Found | null> {
  const { rows: tables } = await client.query(`SELECT to_regclass('"SyncHolder"') AS found`);
  if (tables[0]?.found === null) return null;
  const { rows } = await client.query(
    `SELECT "backend", "holder" FROM "SyncHolder" JOIN pg_locks ON "pid" = "backend"
     WHERE "locktype" = 'advisory' AND "granted" AND "classid"::bigint = $1 AND "objid"::bigint = $2`,
    [...SYNC_LOCK],
  );
  const [row] = rows as { backend: number; holder: string }[];
  const holder = row ? parseHolder(row.holder) : null;
  return row && holder ? { backend: row.backend, holder } : null;
}
