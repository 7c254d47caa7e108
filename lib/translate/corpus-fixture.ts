import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { parseRules, type Rule } from '@/lib/sigma';

const archive = fileURLToPath(
  new URL('../../../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz', import.meta.url),
);

/** Whether the reference archive of rules lies beside the clone, and what a test's name says if not. */
export const CORPUS_PRESENT = existsSync(archive);
export const CORPUS_NOTE = CORPUS_PRESENT
  ? ''
  : ' (skipped: ../shared/reference/sigma is not there)';

const CURRENT = /^[^/]+\/rules(-[a-z-]+)?\/.*\.yml$/;
const RETIRED = /^[^/]+\/(deprecated|unsupported)\/.*\.yml$/;

/** The rules of the archive; if asked for, with those that are deprecated or unsupported. */
export async function readCorpus({ retired = false } = {}): Promise<Rule[]> {
  const rules: Rule[] = [];
  const entries = extract();
  createReadStream(archive).pipe(createGunzip()).pipe(entries);
  for await (const entry of entries) {
    const { name } = entry.header;
    if (!CURRENT.test(name) && !(retired && RETIRED.test(name))) {
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
