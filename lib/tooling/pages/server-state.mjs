import { setTimeout as wait } from 'node:timers/promises';
import { addressesOf, RULES, TECHNIQUES, timeOf } from './page-addresses.mjs';

/** Between two looks: another instance may have synced. */
const LOOK_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

const VERSION = `
  SELECT concat_ws(' ',
    (SELECT concat_ws(' ', max("id"), count(*) FILTER (WHERE "outcome" = 'pending')) FROM "SyncRun"),
    (SELECT concat_ws(' ', count(*), max("writtenAt")) FROM "ModelText")) AS "version"`;

/**
 * A catalog in a PostgreSQL database as the web server sees it. A look takes a way over the network, so one is
 * made every second, whether or not anybody asks.
 * @param {string} address
 * @param {string} reviews
 * @returns {import('./catalog-state.mjs').CatalogState & { close(): Promise<void> }}
 */
export function serverState(address, reviews) {
  let found = null;
  let addresses = [];
  const closed = new AbortController();

  async function look(client) {
    const { rows } = await client.query(VERSION);
    const { version } = rows[0];
    if (version === found) return;
    const ids = async (sql) => (await client.query(sql)).rows.map(({ id }) => id);
    addresses = addressesOf(await ids(TECHNIQUES), await ids(RULES));
    found = version;
  }

  async function keepLooking() {
    const { default: pg } = await import('pg');
    while (!closed.signal.aborted) {
      const client = new pg.Client({
        connectionString: address,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        application_name: 'watchfloor pages',
        keepAlive: true,
      });
      // Without a listener, a connection that breaks while it is idle would end the process.
      client.on('error', () => {});
      try {
        await client.connect();
        while (!closed.signal.aborted) {
          await look(client);
          await pause();
        }
      } catch {
        // Next's own look at the catalog says what is wrong with it.
        found = null;
        await pause();
      } finally {
        await client.end().catch(() => {});
      }
    }
  }

  const pause = () =>
    wait(LOOK_MS, undefined, { ref: false, signal: closed.signal }).catch(() => {});
  const version = () => (found === null ? null : `${found} ${timeOf(reviews)}`);
  const looking = keepLooking();
  return {
    version,
    stamp: () => String(version()),
    addresses: () => addresses,
    close() {
      closed.abort();
      return looking;
    },
  };
}
