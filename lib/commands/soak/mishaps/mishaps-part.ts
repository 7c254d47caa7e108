import path from 'node:path';
import { type Cell, figure, within } from '@/lib/tooling/figures/report';
import type { PartResult, SoakContext, SoakPart } from '../part';
import { CLOCK_MISHAP, DAMAGE_MISHAPS } from './damage-mishaps';
import { makeStages } from './make-stage';
import { type Mishap, NotTried, type Stage } from './mishap';
import { STORAGE_MISHAPS } from './storage-mishaps';
import { UPSTREAM_MISHAPS } from './upstream-mishaps';

const part = (name: string, title: string, mishaps: readonly Mishap[]): SoakPart => ({
  name,
  run: (context) => runMishaps(context, title, mishaps),
});

/** Disks and files that fail, and a clock that is set back. */
export const mishapsPart = part('mishaps', 'Mishaps of the machine', [
  ...STORAGE_MISHAPS,
  ...DAMAGE_MISHAPS,
  CLOCK_MISHAP,
]);

/** Servers of rules that fail or lie. */
export const upstreamPart = part('upstream', 'Mishaps upstream', UPSTREAM_MISHAPS);

async function runMishaps(
  { folder, note }: SoakContext,
  title: string,
  mishaps: readonly Mishap[],
): Promise<PartResult> {
  const stageOf = await makeStages(path.join(folder, title.replaceAll(' ', '-')));
  const rows: Cell[][] = [];
  const broken: string[] = [];
  for (const mishap of mishaps) {
    note(`${title}: ${mishap.name}`);
    rows.push(await rowOf(mishap, stageOf(mishap.name), broken));
  }
  const columns = ['mishap', 'exit code', 'time', 'what Watchfloor says', 'wrong'];
  return { section: { title, tables: [{ title: 'What went wrong', columns, rows }] }, broken };
}

async function rowOf(mishap: Mishap, stage: Stage, broken: string[]): Promise<Cell[]> {
  try {
    const { ran, problems } = await mishap.run(stage);
    for (const problem of problems) broken.push(`${mishap.name}: ${problem}`);
    return [
      mishap.name,
      String(ran.code),
      figure(ran.seconds, 's'),
      saidOf(ran.said, stage.folder),
      figure(problems.length, '', within(0)),
    ];
  } catch (error) {
    if (!(error instanceof NotTried)) throw error;
    return [mishap.name, '–', '–', `not tried: ${error.message}`, '–'];
  }
}

/** What a command said of a failure, without the places of this machine. */
function saidOf(said: string, folder: string): string {
  const lines = said.trim().split('\n');
  const from = lines.findIndex((line) => line.startsWith('error: '));
  return lines
    .slice(from === -1 ? -1 : from)
    .filter((line) => line !== '')
    .join(' ')
    .replaceAll(folder, '…')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replaceAll('|', '\\|')
    .slice(0, 400);
}
