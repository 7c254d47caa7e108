import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atLeast, type Cell, figure, within } from '@/lib/tooling/figures/report';
import { Random } from '@/lib/tooling/fuzz/random';
import { type CatalogContent, readContent } from './grounds/catalog-content';
import type { Ground } from './grounds/ground';
import type { PartResult, SoakContext, SoakPart } from './part';
import { bundleWorker } from './syncs/bundle-worker';
import { SyncProcesses } from './syncs/sync-processes';
import type { SyncTask } from './syncs/sync-task';

/** How often two syncs meet on each database. */
const MEETINGS = 10;
/** How much later than the first the second may begin. */
const MOST_LATER_MS = 2_000;
/** On PostgreSQL, the first sync of all has no table yet in which to say who it is. */
const REFUSED = /Another sync of this catalog is running/;

/** Two processes sync one catalog at once. */
export const twoPart: SoakPart = { name: 'two', run };

async function run({ folder, grounds, sample, seed, note }: SoakContext): Promise<PartResult> {
  const attack = path.join(folder, 'attack-of-two.json');
  writeFileSync(attack, '{"type":"bundle","id":"bundle--0","objects":[]}');
  const processes = new SyncProcesses(await bundleWorker());
  const answers = path.join(folder, 'answers');
  const rows: Cell[][] = [];
  const broken: string[] = [];
  for (const ground of grounds) {
    const task = (database: string) => ({ database, archive: sample.before, attack, answers });
    const alone = await ground.make();
    note(`two: ${ground.name}: a sync alone`);
    await processes.whole(task(alone.address));
    const expected = await readContent(alone.address);
    const random = new Random(seed);
    const tally = { synced: 0, refused: 0, after: 0, wrong: 0 };
    for (let meeting = 1; meeting <= MEETINGS; meeting++) {
      const later = random.next() * MOST_LATER_MS;
      const met = await meet(ground, processes, task, { later, expected });
      for (const what of met.ends) tally[what]++;
      if (met.problem !== null) {
        tally.wrong++;
        broken.push(`two syncs on ${ground.name}, ${Math.round(later)} ms apart: ${met.problem}`);
      }
    }
    note(`two: ${ground.name}: ${JSON.stringify(tally)}`);
    rows.push([
      ground.name,
      figure(MEETINGS, ''),
      figure(tally.synced, '', within(MEETINGS)),
      figure(tally.refused + tally.after, '', atLeast(MEETINGS)),
      figure(tally.refused, ''),
      figure(tally.wrong, '', within(0)),
    ]);
  }
  const table = {
    title: 'Two processes sync an empty catalog',
    columns: ['database', 'meetings', 'synced', 'did not', 'said why', 'twice, lost or unclear'],
    rows,
    notes: [
      'The second begins up to two seconds after the first. One syncs; the other says that it is refused because another runs, or finds nothing new when it comes late. The catalog is then what one sync alone leaves.',
    ],
  };
  return { section: { title: 'Two syncs at once', tables: [table] }, broken };
}

type End = 'synced' | 'refused' | 'after';

async function meet(
  ground: Ground,
  processes: SyncProcesses,
  task: (address: string) => SyncTask,
  { later, expected }: { later: number; expected: CatalogContent },
): Promise<{ ends: readonly End[]; problem: string | null }> {
  const catalog = await ground.make();
  const begin = () => endOf(processes, task(catalog.address));
  const [first, second] = await Promise.all([begin(), setTimeout(later).then(begin)]);
  const ends = [first, second].flatMap(({ end }) => end ?? []);
  const content = await readContent(catalog.address);
  const damage = await catalog.damage();
  await catalog.remove();
  const unclear = [first, second].find(({ end }) => end === null);
  if (unclear) return { ends, problem: unclear.said };
  if (damage.length > 0) return { ends, problem: damage.join('; ') };
  if (content.hash === expected.hash) return { ends, problem: null };
  return { ends, problem: `the catalog has ${JSON.stringify(content.counts)}` };
}

/** How a sync ended; `end` is null for one that neither synced nor said why not. */
async function endOf(
  processes: SyncProcesses,
  task: SyncTask,
): Promise<{ end: End | null; said: string }> {
  try {
    const { outcome } = await processes.whole(task);
    return { end: outcome === 'completed' ? 'synced' : 'after', said: outcome };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { end: REFUSED.test(said) ? 'refused' : null, said };
  }
}
