import { parseHolder, type SyncHolder } from '../../stored/sync-holder';
import { ask } from './connection';
import { SYNC_LOCK } from './locks';

/** The sync whose connection holds the lock. A replica does not know the locks of the server that it follows. */
export async function runningSync(address: string): Promise<SyncHolder | null> {
  const [row] = await ask<{ holder: string }>(
    address,
    `SELECT "holder" FROM "SyncHolder" JOIN pg_locks ON "pid" = "backend"
     WHERE "locktype" = 'advisory' AND "granted" AND "classid"::bigint = $1 AND "objid"::bigint = $2
       AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())
     LIMIT 1`,
    SYNC_LOCK,
  );
  return row ? parseHolder(row.holder) : null;
}
