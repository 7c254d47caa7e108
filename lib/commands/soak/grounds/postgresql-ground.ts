import { setTimeout } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '@/lib/catalog/database/postgresql/connection';
import { PACKED } from '@/lib/catalog/file/check-catalog';
import { unpack } from '@/lib/catalog/stored/pack';
import type { Ground, GroundCatalog } from './ground';

/** How long a server may take to notice that a client is gone. */
const SETTLE_MS = 60_000;

/** Catalogs in databases of a server, at whose `url` a user may make others. `stop` ends the server. */
export function postgresqlGround(url: string, stop: () => Promise<void>): Ground {
  const prefix = `soak_${process.pid}`;
  let made = 0;
  const onServer = (sql: string) => withClient(url, (client) => client.query(sql));
  return {
    name: 'PostgreSQL',
    async make(from) {
      const name = `${prefix}_${++made}`;
      const template = from ? new URL(from.address).pathname.slice(1) : 'template0';
      if (from) await endConnections(url, template);
      await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} ENCODING 'UTF8'`);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return catalogAt(address.href, () => onServer(`DROP DATABASE ${name} WITH (FORCE)`));
    },
    close: stop,
  };
}

function catalogAt(address: string, drop: () => Promise<unknown>): GroundCatalog {
  return {
    address,
    url: address,
    async execute(sql) {
      await withClient(address, (client) => client.query(sql));
    },
    async settle() {
      await withClient(address, async (client) => {
        const deadline = Date.now() + SETTLE_MS;
        while ((await othersOf(client)) > 0) {
          if (Date.now() > deadline) throw new Error('a killed sync still has a connection');
          await setTimeout(20);
        }
      });
    },
    damage: () => withClient(address, damageOf),
    async remove() {
      await drop();
    },
  };
}

async function withClient<Result>(
  address: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(address);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function othersOf(client: Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT count(*)::int AS others FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  return rows[0].others;
}

async function endConnections(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
  });
}

/** The server's own check of every index against its table, and every packed value. */
async function damageOf(client: Client): Promise<readonly string[]> {
  const { rows: tables } = await client.query(`SELECT to_regclass('"Cache"') AS found`);
  if (tables[0].found === null) return [];
  const damage: string[] = [];
  const tell = (what: string) => (error: Error) => {
    damage.push(`${what}: ${error.message}`);
  };
  await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
  await client
    .query(
      `SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
       WHERE a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace`,
    )
    .catch(tell('the check of the indexes'));
  for (const [table, column] of PACKED) {
    const { rows } = await client.query(
      `SELECT "${column}" AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    for (const { value } of rows) {
      try {
        unpack(value);
      } catch (error) {
        tell(`${table}.${column}`)(error as Error);
      }
    }
  }
  return damage;
}
