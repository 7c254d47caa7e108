import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECK_PARTS, DERIVE_PARTS, ENRICH_PARTS, PROOF_PARTS } from './versions';

const IMPORT = /(?:from|import) '((?:@\/|\.)[^']+)'/g;

/** The files of the repository that a file imports, directly or not, types included. */
function importsOf(entry: string): Set<string> {
  const found = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const base = name.startsWith('@/') ? name.slice(2) : path.join(path.dirname(file), name);
      const target = ['', '.ts', '/index.ts']
        .map((end) => base + end)
        .find((one) => /\.\w+$/.test(one) && existsSync(one));
      if (target === undefined) throw new Error(`${file} imports ${name}, which does not exist`);
      open.push(target);
    }
  }
  return found;
}

/** Texts about diagnostics change no result. */
const WORDS_ONLY = /^lib\/diagnostic-codes\//;

describe.each([
  ['a check', 'lib/kql/check-worker.ts', CHECK_PARTS],
  ['a proof', 'lib/proof/proof-worker.ts', [...PROOF_PARTS, 'lib/translate']],
  ['a translation', 'lib/translate/index.ts', DERIVE_PARTS],
  ['what the mappings say', 'lib/knowledge.ts', DERIVE_PARTS],
  ['an enrichment', 'lib/enrich/index.ts', [...DERIVE_PARTS, ...ENRICH_PARTS]],
])('the version of %s', (_, entry, parts) => {
  it('covers every file that its code imports', () => {
    const files = [...importsOf(entry)];
    expect(files.length).toBeGreaterThan(5);
    const missing = files.filter(
      (file) =>
        !WORDS_ONLY.test(file) &&
        !parts.some((part) => file === part || file.startsWith(`${part}/`)),
    );
    expect(missing).toEqual([]);
  });
});
