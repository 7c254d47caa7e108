import path from 'node:path';
import { type Cell, figure, type Table, under, within } from '@/lib/tooling/figures/report';
import { changeRules } from './change-rules';
import { type TimedSync, timeSync } from './sync';

const CHANGED = 30;

/** Fills an empty catalog from a source, then syncs it without and with changes. */
export async function measureSync(
  databaseFile: string,
  source: string,
  folder: string,
  note: (text: string) => void,
): Promise<Table[]> {
  const first = await timeSync(databaseFile, source);
  note(`first sync: ${first.seconds.toFixed(0)} s`);
  const unchanged = await timeSync(databaseFile, source);
  note(`the same again: ${unchanged.seconds.toFixed(1)} s`);
  const commit = await timeSync(
    databaseFile,
    changeRules(source, path.join(folder, 'changed'), CHANGED),
  );
  const changed = commit.summary.changes?.changed ?? 0;
  note(`${changed} changed rules: ${commit.seconds.toFixed(1)} s`);
  const rows: Cell[][] = [
    ['first sync, until rules can be read', figure(first.readable, 's', within(15))],
    ['first sync, until it ends', figure(first.seconds, 's', under(70))],
    ['nothing has changed', figure(unchanged.seconds, 's', under(2))],
    [`a commit with ${changed} changed rules`, figure(commit.seconds, 's', under(6))],
  ];
  const stages = Object.keys(first.summary.seconds);
  const seconds = ({ summary }: TimedSync, stage: string): Cell => {
    const taken = summary.seconds[stage];
    return taken === undefined ? '–' : figure(taken, 's');
  };
  return [
    {
      title: 'Sync',
      columns: ['sync', 'time'],
      rows,
      notes: ['From the start of `npm run ingest` to its end, with the start of its process.'],
    },
    {
      title: 'Stages of a sync',
      columns: ['stage', 'first sync', 'nothing has changed', 'a commit'],
      rows: stages.map((stage) => [
        stage,
        ...[first, unchanged, commit].map((sync) => seconds(sync, stage)),
      ]),
    },
  ];
}
