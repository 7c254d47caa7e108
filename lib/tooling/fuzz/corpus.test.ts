import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FuzzKind } from './fuzz-kind';
import { addressesKind } from './kinds/addresses';
import { archivesKind } from './kinds/archives';
import { eventsKind } from './kinds/events';
import { rulesKind } from './kinds/rules';
import { syncsKind } from './kinds/syncs';

/** Inputs that broke something once, or that come close to a limit. */
function corpusOf(kind: string): { why: string; input: string }[] {
  return JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'corpus', `${kind}.json`), 'utf8'),
  ) as { why: string; input: string }[];
}

const KINDS: readonly FuzzKind[] = [rulesKind(), eventsKind(), addressesKind(), archivesKind()];
afterAll(async () => {
  for (const kind of KINDS) await kind.close?.();
});

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  it.each(corpusOf(name).map(({ why, input }) => [why, input] as const))(
    'keeps its promises for %s',
    async (_why, input) => {
      await expect(Promise.resolve().then(() => kind.attempt(input))).resolves.toBeUndefined();
    },
  );
});

it('a sync of all these rules completes, and keeps the good rule', async () => {
  const files = corpusOf('rules').map(({ input }, at) => [`rules/${at}.yml`, input]);
  await expect(syncsKind().attempt(JSON.stringify(files))).resolves.toBeUndefined();
});
