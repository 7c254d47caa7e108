import { fileURLToPath } from 'node:url';
import { chooseSource } from '@/lib/commands/bench/serve/source';
import { fetchSource, parseSource } from '@/lib/ingest/source';
import { makeSample, type Sample } from './sample';

const STARTER = fileURLToPath(new URL('../../../content/starter', import.meta.url));

/** A small sample of the reference archive if it lies beside the checkout, or else of the starter rules. */
export async function sampleRules(
  count: number,
  folder: string,
): Promise<Sample & { from: string }> {
  const { path, description } = chooseSource(undefined, process.cwd());
  const fetched = await fetchSource(
    parseSource(path, process.cwd()),
    { github: { apiUrl: '', token: null }, starter: STARTER },
    null,
  );
  if (fetched.kind === 'unchanged') throw new Error('the rules of the sample cannot be read');
  const rules = fetched.files.rules.filter(({ path: name }) => /^rules[^/]*\//.test(name));
  return { ...(await makeSample(rules, count, folder)), from: description };
}
