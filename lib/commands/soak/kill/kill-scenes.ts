import { databaseAt } from '@/lib/catalog/database';
import { type CatalogContent, EMPTY, readContent } from '../grounds/catalog-content';
import type { Ground, GroundCatalog } from '../grounds/ground';
import type { Sample } from '../sample';
import type { SyncProcesses, WholeSync } from '../syncs/sync-processes';
import type { SyncTask } from '../syncs/sync-task';
import type { AllowedState } from './judge-killed';
import { makeOlder } from './older-catalog';

/** What a sync is killed in: a catalog to begin with, and what becomes of it without a kill. */
export interface KillScene {
  readonly name: 'first sync' | 'update' | 'migration';
  readonly ground: Ground;
  /** The catalog that each sync gets a copy of; null: there is none. */
  readonly start: GroundCatalog | null;
  readonly before: CatalogContent;
  readonly after: CatalogContent;
  /** What one more sync of the same source leaves: that of one that was killed when it had written everything. */
  readonly again: CatalogContent;
  /** The states between which it passes at once. */
  readonly allowed: readonly AllowedState[];
  /** The sync that was not killed. */
  readonly whole: WholeSync;
  /** The last phase to kill it in, counted from 0. */
  readonly last: number;
  /** What to sync into a catalog. */
  task(address: string): SyncTask;
}

export interface SceneTools {
  readonly processes: SyncProcesses;
  readonly sample: Sample;
  readonly attack: string;
  readonly answers: string;
}

/** The scenes on a database, with the catalogs that they need. */
export async function makeScenes(ground: Ground, tools: SceneTools): Promise<KillScene[]> {
  const taskOf = (archive: string) => (address: string) => ({
    database: address,
    archive,
    attack: tools.attack,
    answers: tools.answers,
  });
  const [first, update] = [taskOf(tools.sample.before), taskOf(tools.sample.after)];
  const synced = await ground.make();
  const whole = await tools.processes.whole(first(synced.address));
  const after = await readContent(synced.address);
  const twice = await ground.make(synced);
  const again = await syncedAgain(twice, first, tools);
  const scenes: KillScene[] = [
    {
      name: 'first sync',
      ground,
      start: null,
      before: EMPTY,
      after,
      again,
      allowed: [EMPTY_STATE, ...(await passed(ground, null, first, tools, whole)), stateOf(after)],
      whole,
      last: whole.phases.length - 1,
      task: first,
    },
  ];
  // Made before anything else is in it that the older version did not have.
  const older = await makeOlder(ground, synced, after);
  await synced.execute(OWN_ROWS);
  scenes.push(
    await sceneOf('update', ground, synced, update, tools),
    await sceneOf('migration', ground, older, first, tools),
  );
  return scenes;
}

async function sceneOf(
  name: 'update' | 'migration',
  ground: Ground,
  start: GroundCatalog,
  task: (address: string) => SyncTask,
  tools: SceneTools,
): Promise<KillScene> {
  const migrated = await ground.make(start);
  await databaseAt(migrated.address).migrate();
  const before = await readContent(migrated.address);
  const whole = await tools.processes.whole(task(migrated.address));
  const after = await readContent(migrated.address);
  const again = await syncedAgain(migrated, task, tools);
  return {
    name,
    ground,
    start,
    before,
    after,
    again,
    allowed: [
      { name: 'before', hash: before.hash },
      ...(await passed(ground, start, task, tools, whole)),
      stateOf(after),
    ],
    whole,
    // The phase before the source is fetched is the one that migrates.
    last: name === 'migration' ? 0 : whole.phases.length - 1,
    task,
  };
}

/** What one more sync leaves in a catalog, which is removed. */
async function syncedAgain(
  catalog: GroundCatalog,
  task: (address: string) => SyncTask,
  { processes }: SceneTools,
): Promise<CatalogContent> {
  await processes.whole(task(catalog.address));
  const content = await readContent(catalog.address);
  await catalog.remove();
  return content;
}

const EMPTY_STATE = { name: 'empty', hash: EMPTY.hash };
const stateOf = ({ hash }: CatalogContent) => ({ name: 'after', hash });

/**
 * The state after the first of two stages, which a sync leaves that is killed in the phase after its first writing.
 * None for a sync of one stage. Throws unless that state has all rules and queries.
 */
async function passed(
  ground: Ground,
  start: GroundCatalog | null,
  task: (address: string) => SyncTask,
  { processes }: SceneTools,
  whole: WholeSync,
): Promise<AllowedState[]> {
  const names = whole.phases.map(({ phase }) => phase);
  const written = names.indexOf('write');
  if (names.lastIndexOf('write') === written) return [];
  const catalog = await ground.make(start ?? undefined);
  const killed = await processes.kill(task(catalog.address), { place: written + 1, after: 0 });
  await catalog.settle();
  const left = await readContent(catalog.address);
  if (!killed.killed || left.counts.pending !== 1) {
    throw new Error(`the first of two stages was not found: ${JSON.stringify(left.counts)}`);
  }
  await catalog.remove();
  return [{ name: 'first stage', hash: left.hash }];
}

/** What a sync must not change: a model's text, and the state of a webhook. */
const OWN_ROWS = `
  INSERT INTO "ModelText" ("ruleId", "inputHash", "model", "writtenAt", "text", "dropped")
    SELECT "id", 'x', 'm', '2026-01-02T03:04:05.000Z', '{"hypothesis":[]}', 0 FROM "Rule";
  INSERT INTO "WebhookState" ("webhookId", "filter", "syncId", "ruleIds") VALUES ('soak', '', 1, '[]');
  INSERT INTO "WebhookDelivery" ("id", "webhookId", "syncId", "createdAt", "digest", "state")
    VALUES ('soak', 'soak', 1, '2026-01-02T03:04:05.000Z', '{}', 'delivered');`;
