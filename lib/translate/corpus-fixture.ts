import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { parseRules, type Rule } from '@/lib/sigma';

/** The archive from which `gaps.yml` was written, if it is next to the repository. */
export const CORPUS_ARCHIVE = fileURLToPath(
  new URL('../../../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz', import.meta.url),
);

/** The rules of the archive. */
export async function readCorpus(): Promise<Rule[]> {
  const rules: Rule[] = [];
  const entries = extract();
  createReadStream(CORPUS_ARCHIVE).pipe(createGunzip()).pipe(entries);
  for await (const entry of entries) {
    if (!/^[^/]+\/rules(-[a-z-]+)?\/.*\.yml$/.test(entry.header.name)) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    for (const { rule } of parseRules(Buffer.concat(chunks).toString('utf8'))) {
      if (rule) rules.push(rule);
    }
  }
  return rules;
}
