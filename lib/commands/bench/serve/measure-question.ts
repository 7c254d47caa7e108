import { fileURLToPath } from 'node:url';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import { figure, type Table, within } from '@/lib/tooling/figures/report';
import type { Spread } from '@/lib/tooling/figures/spread';
import { environmentOf } from '@/lib/tooling/own-environment';
import { messageOf, startWorker } from './load';
import { addressesOf } from './pages';
import type { Scale } from './scale';

const WORKER = fileURLToPath(new URL('./question-worker.ts', import.meta.url));
const WORDS = 220;

/** Times what a search asks the database, without the page around it. */
export async function measureQuestion(databaseFile: string, scale: Scale): Promise<Table> {
  const searches = addressesOf(databaseFile, WORDS).get('search') ?? [];
  const words = searches.map((path) => new URLSearchParams(path.slice('/?'.length)).get('q'));
  const child = startWorker(WORKER, environmentOf(`file:${databaseFile}`));
  try {
    child.send(words);
    const { p50, p95, p99 } = await messageOf<Spread>(child);
    const target = scale === 'source' ? within(5) : undefined;
    return {
      title: 'The question of a search',
      columns: ['question', 'p50', 'p95', 'p99'],
      rows: [['one word', figure(p50, 'ms'), figure(p95, 'ms', target), figure(p99, 'ms')]],
      notes: [
        `${words.length} words of titles, each once: what a search page asks the database of a word, from the program to its answer. The first tenth is not counted.`,
      ],
    };
  } finally {
    await endChildren([child]);
  }
}
