import type { Client, ClientConfig, Pool, PoolConfig } from 'pg';

// The driver is loaded by whoever connects, so that a catalog in a file never loads it.

/** A first answer takes longer only if nothing answers at all. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A pool counts the wait for a connection that others use, which many readers at once make long. */
const POOL_TIMEOUT_MS = 30_000;
/** Connections of one process: those of all instances together must be fewer than the server allows. */
const POOL_SIZE = 10;

function clientConfig(address: string): ClientConfig {
  return {
    connectionString: address,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'watchfloor',
    keepAlive: true,
  };
}

/** How Prisma's adapter connects. A process that has nothing else to do ends. */
export function poolConfig(address: string, max: number = POOL_SIZE): PoolConfig {
  return {
    ...clientConfig(address),
    connectionTimeoutMillis: POOL_TIMEOUT_MS,
    max,
    allowExitOnIdle: true,
  };
}

/** A connection for one purpose. End it with `end()`. */
export async function connect(address: string): Promise<Client> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(clientConfig(address));
  // Without a listener, a connection that breaks while it is idle would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
}

const pools = new Map<string, Promise<Pool>>();

/** The rows that a short question gives, over one connection that such questions share. */
export async function ask<Row extends object>(
  address: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  let opening = pools.get(address);
  if (!opening) {
    opening = openPool(address);
    pools.set(address, opening);
  }
  const pool = await opening;
  const { rows } = await pool.query<Row>(sql, [...parameters]);
  return rows;
}

/** Whether the server takes no writes: it is a replica, or its user may only read. */
export async function isReadOnly(address: string): Promise<boolean> {
  const [row] = await ask<{ transaction_read_only: string }>(address, 'SHOW transaction_read_only');
  return row?.transaction_read_only === 'on';
}

async function openPool(address: string): Promise<Pool> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ ...clientConfig(address), max: 1, allowExitOnIdle: true });
  pool.on('error', () => {});
  return pool;
}
