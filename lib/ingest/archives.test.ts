import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeSources } from './merge-sources';
import { countChanges, planSync, type StoredRule } from './plan';
import { readRules } from './read-rules';
import { readArchive } from './source/archive';
import { LIMITS } from './source/limits';

// Compares a sync of SigmaHQ's own archives, where available, with a naive reading of the same files: a
// regular expression finds the id, and the bytes are the text.

const FOLDER = path.resolve('../shared/reference/sigma');
const APRIL = path.join(FOLDER, 'SigmaHQ-sigma-0e3b749e0.tar.gz');
const AUGUST = path.join(FOLDER, 'SigmaHQ-sigma-8eaafff1f.tar.gz');
const isThere = existsSync(APRIL) && existsSync(AUGUST);
const reason = isThere ? '' : ' (skipped: the archives are not in ../shared/reference/sigma)';

describe.skipIf(!isThere)(`the archives of April and August${reason}`, () => {
  it('yield every rule, and the changes between their files', async () => {
    const [april, august] = await Promise.all([APRIL, AUGUST].map((file) => load(file)));
    if (!april || !august) throw new Error('an archive was not read');
    for (const { read, plain } of [april, august]) {
      expect(read.rules.map(({ id }) => id).sort()).toEqual([...plain.keys()].sort());
    }
    const stored: StoredRule[] = april.read.rules.map(
      ({ id, path, collection, contentHash, problem }) => ({
        id,
        path,
        sourceId: 'source',
        collection,
        contentHash,
        readable: problem === null,
        removed: false,
        derivedHash: '',
        proofHash: '',
        enrichedHash: '',
      }),
    );
    const both = [...august.plain].filter(([id]) => april.plain.has(id));
    const former = (id: string) => april.plain.get(id);
    expect(countChanges(planSync(august.read, stored))).toMatchObject({
      new: august.plain.size - both.length,
      removed: april.plain.size - both.length,
      changed: both.filter(([id, { text }]) => text !== former(id)?.text).length,
      renamed: both.filter(([id, { path }]) => path !== former(id)?.path).length,
      kept: 0,
    });
  });

  it('name their commits', async () => {
    const commits = await Promise.all([APRIL, AUGUST].map((file) => readArchive(file, LIMITS)));
    expect(commits.map(({ commit }) => commit?.slice(0, 9))).toEqual(['0e3b749e0', '8eaafff1f']);
  });
});

async function load(file: string) {
  const { collector } = await readArchive(file, LIMITS);
  const plain = new Map<string, { path: string; text: string }>();
  for (const { path, bytes } of collector.rules) {
    if (!/^(rules[^/]*|deprecated|unsupported)\//.test(path)) continue;
    const text = Buffer.from(bytes).toString('latin1');
    const id = /^id:\s*([0-9a-f-]{36})/m.exec(text)?.[1];
    if (id) plain.set(id, { path, text });
  }
  const read = readRules(collector.rules, collector.refused);
  return { read: mergeSources([{ sourceId: 'source', read }]), plain };
}
