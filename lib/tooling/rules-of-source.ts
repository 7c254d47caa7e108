import process from 'node:process';
import { decodeUtf8 } from '@/lib/ingest/read-text';
import { fetchSource, parseSource } from '@/lib/ingest/source';
import { isCollection, isInFeed } from '@/lib/ingest/source/layout';
import { parseRules, type Rule } from '@/lib/sigma';

/**
 * The rules that the feed would show of a source: a directory or `.tar.gz` laid out like SigmaHQ.
 * `commit` is the source's commit where its files state one.
 */
export async function rulesOfSource(
  name: string,
): Promise<{ rules: Rule[]; commit: string | null }> {
  const fetched = await fetchSource(
    parseSource(name, process.cwd()),
    { github: { apiUrl: '', token: null }, starter: '' },
    null,
  );
  if (fetched.kind !== 'files') throw new Error(`${name} reports no change; name a directory`);
  const rules = fetched.files.rules.flatMap(({ path, bytes }): Rule[] => {
    const folder = path.split('/')[0] ?? '';
    if (isCollection(folder) && !isInFeed(folder)) return [];
    return parseRules(decodeUtf8(bytes) ?? '').flatMap(({ rule }) => rule ?? []);
  });
  return { rules, commit: fetched.files.commit };
}
