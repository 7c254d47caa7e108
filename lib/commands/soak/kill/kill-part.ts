import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { databaseAt } from '@/lib/catalog/database';
import { figure, type Table, within } from '@/lib/tooling/figures/report';
import { Random } from '@/lib/tooling/fuzz/random';
import { readContent } from '../grounds/catalog-content';
import type { PartResult, SoakContext, SoakPart } from '../part';
import { bundleWorker } from '../syncs/bundle-worker';
import { SyncProcesses } from '../syncs/sync-processes';
import { chooseMoment } from './choose-moment';
import { judgeKilled } from './judge-killed';
import { type KillScene, makeScenes } from './kill-scenes';

/** Which share of the kills each scene gets, of ten. */
const SHARES = { 'first sync': 4, update: 4, migration: 2 } as const;
/** A sync that ends before its moment is repeated with an earlier one. */
const MOST_TRIES = 20;

/** What came of the kills of a scene. */
interface Tally {
  killed: number;
  /** By the phase that was under way. */
  readonly phases: Map<string, number>;
  damaged: number;
  wrong: number;
  notCompleted: number;
}

/** Kills syncs by SIGKILL, and looks at what each leaves and at what the next one makes of it. */
export const killPart: SoakPart = { name: 'kill', run };

async function run(context: SoakContext): Promise<PartResult> {
  const { folder, grounds, sample, kills, seed, note } = context;
  const attack = path.join(folder, 'attack.json');
  writeFileSync(attack, '{"type":"bundle","id":"bundle--0","objects":[]}');
  const processes = new SyncProcesses(await bundleWorker());
  const tools = { processes, sample, attack, answers: path.join(folder, 'answers') };
  const broken: string[] = [];
  const tables: Table[] = [];
  let begun = 0;
  for (const ground of grounds) {
    note(`kill: ${ground.name}: syncs that are not killed`);
    const scenes = await makeScenes(ground, tools);
    const rows: Table['rows'][number][] = [];
    for (const scene of scenes) {
      const count = Math.max(1, Math.round((kills * SHARES[scene.name]) / 10));
      const tally = await killIn(scene, count, processes, new Random(seed + begun++), {
        note,
        isBroken: (what) => broken.push(`${ground.name}, ${scene.name}: ${what}`),
      });
      rows.push(rowOf(scene, tally));
    }
    tables.push({ title: `Killed syncs on ${ground.name}`, columns: COLUMNS, rows, notes: NOTES });
  }
  return { section: { title: 'Kill', tables }, broken };
}

const COLUMNS = [
  'killed in',
  'kills',
  'at phases',
  'damaged',
  'half written or lost',
  'next sync not whole',
];
const NOTES = [
  'Each sync begins with its own copy of the catalog. After the kill, the structure and every packed value are checked, and what is there is compared with the states between which a sync passes at once. Then the next sync runs, and must leave what a sync leaves that nobody killed.',
];

function rowOf({ name }: KillScene, tally: Tally): Table['rows'][number] {
  const phases = [...tally.phases].map(([phase, count]) => `${phase} ${count}`);
  return [
    name,
    figure(tally.killed, ''),
    phases.join(', '),
    figure(tally.damaged, '', within(0)),
    figure(tally.wrong, '', within(0)),
    figure(tally.notCompleted, '', within(0)),
  ];
}

interface Listeners {
  note(text: string): void;
  isBroken(what: string): void;
}

async function killIn(
  scene: KillScene,
  count: number,
  processes: SyncProcesses,
  random: Random,
  { note, isBroken }: Listeners,
): Promise<Tally> {
  const tally: Tally = { killed: 0, phases: new Map(), damaged: 0, wrong: 0, notCompleted: 0 };
  for (let tries = 0; tally.killed < count && tries < MOST_TRIES * count; tries++) {
    const catalog = await scene.ground.make(scene.start ?? undefined);
    const moment = chooseMoment(scene.whole, random, { last: scene.last });
    const killed = await processes.kill(scene.task(catalog.address), moment);
    if (killed.killed) {
      tally.killed++;
      tally.phases.set(killed.phase, (tally.phases.get(killed.phase) ?? 0) + 1);
      await catalog.settle();
      await judge(scene, catalog.address, await catalog.damage(), tally, (what) =>
        isBroken(`killed in ${killed.phase} after ${Math.round(moment.after)} ms: ${what}`),
      );
      await complete(scene, catalog.address, processes, tally, isBroken);
      if (tally.killed % 10 === 0) {
        note(`kill: ${scene.ground.name}, ${scene.name}: ${tally.killed} of ${count}`);
      }
    }
    await catalog.remove();
  }
  return tally;
}

async function judge(
  { before, allowed }: KillScene,
  address: string,
  damage: readonly string[],
  tally: Tally,
  isBroken: (what: string) => void,
): Promise<void> {
  if (damage.length > 0) {
    tally.damaged++;
    isBroken(damage.join('; '));
  }
  // What the next sync does first. A catalog that is not migrated yet can be compared only afterwards.
  if ((await databaseAt(address).inspect())?.kind === 'older') await databaseAt(address).migrate();
  const wrong = judgeKilled(before, await readContent(address), allowed);
  if (wrong === null) return;
  tally.wrong++;
  isBroken(wrong);
}

async function complete(
  { after, again, task }: KillScene,
  address: string,
  processes: SyncProcesses,
  tally: Tally,
  isBroken: (what: string) => void,
): Promise<void> {
  try {
    const left = await readContent(address);
    const whole = left.hash === after.hash ? again : after;
    await processes.whole(task(address));
    const { hash, counts } = await readContent(address);
    if (hash === whole.hash) return;
    isBroken(`the next sync leaves ${JSON.stringify(counts)}, not ${JSON.stringify(whole.counts)}`);
  } catch (error) {
    isBroken(`the next sync fails: ${error instanceof Error ? error.message : error}`);
  }
  tally.notCompleted++;
}
