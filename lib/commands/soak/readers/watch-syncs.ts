import { setTimeout } from 'node:timers/promises';
import { connect } from '@/lib/catalog/database/postgresql/connection';
import type { ServedInstance } from './instance';

const LOOK_MS = 100;

/** How long an instance took to show a sync: null if it was not there to the end. */
export interface SeenSync {
  readonly sync: number;
  readonly port: number;
  readonly seconds: number | null;
}

/** Looks at the database for syncs that are complete, and at the instances for how soon each shows them. */
export class SyncWatch {
  readonly seen: SeenSync[] = [];
  private readonly address: string;
  private readonly instances: readonly ServedInstance[];
  private isOver = false;
  private readonly waiting: Promise<void>[] = [];

  constructor(address: string, instances: readonly ServedInstance[]) {
    this.address = address;
    this.instances = instances;
  }

  /** Looks until `stop` is called. */
  async run(): Promise<void> {
    const client = await connect(this.address);
    let last = await lastSync(client);
    while (!this.isOver) {
      const found = await lastSync(client);
      if (found !== last) {
        last = found;
        for (const instance of this.instances) this.waiting.push(this.wait(instance, found));
      }
      await setTimeout(LOOK_MS);
    }
    await client.end();
    await Promise.all(this.waiting);
  }

  stop(): void {
    this.isOver = true;
  }

  private async wait(instance: ServedInstance, sync: number): Promise<void> {
    const { port, pid } = instance;
    const started = performance.now();
    while (!this.isOver) {
      const shown = await instance.shownSync();
      // One that was ended meanwhile starts with what is there.
      if (instance.pid !== pid) break;
      if (shown !== null && shown >= sync) {
        this.seen.push({ sync, port, seconds: (performance.now() - started) / 1000 });
        return;
      }
      await setTimeout(LOOK_MS);
    }
    this.seen.push({ sync, port, seconds: null });
  }
}

async function lastSync(client: Awaited<ReturnType<typeof connect>>): Promise<number> {
  const { rows } = await client.query(
    `SELECT max("id")::int AS last FROM "SyncRun" WHERE "outcome" = 'completed'`,
  );
  return rows[0].last ?? 0;
}
