import { parentPort } from 'node:worker_threads';
import type { Attempt, AttemptAnswer, FuzzKind } from './fuzz-kind';
import { addressesKind } from './kinds/addresses';
import { archivesKind } from './kinds/archives';
import { eventsKind } from './kinds/events';
import { rulesKind } from './kinds/rules';
import { syncsKind } from './kinds/syncs';
import { Random } from './random';

const MAKERS: ReadonlyMap<string, () => FuzzKind> = new Map([
  ['rules', rulesKind],
  ['events', eventsKind],
  ['archives', archivesKind],
  ['addresses', addressesKind],
  ['syncs', syncsKind],
]);
const kinds = new Map<string, FuzzKind>();

function kindOf(name: string): FuzzKind {
  const known = kinds.get(name);
  if (known) return known;
  const make = MAKERS.get(name);
  if (!make) throw new RangeError(`there is no kind ${name}`);
  const kind = make();
  kinds.set(name, kind);
  return kind;
}

async function attempt({ kind: name, seed, input }: Attempt): Promise<string | null> {
  const kind = kindOf(name);
  const made = input ?? (await kind.make(new Random(seed)));
  answer({ state: 'made', input: made });
  try {
    await kind.attempt(made);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function answer(message: AttemptAnswer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', async (message: Attempt) => {
  answer({ state: 'done', problem: await attempt(message) });
});
answer({ state: 'ready' });
