import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { takeEvenly } from '@/lib/tooling/figures/take-evenly';

/** A rule file of a source. */
interface RuleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Two states of a small source. */
export interface Sample {
  /** The archive of the first sync. */
  readonly before: string;
  /** The archive of the update: some rules are changed, some are gone, some are new. */
  readonly after: string;
  readonly rules: number;
}

/** One in so many rules differs between the two states in each way. */
const SHARE = 10;

/** Writes two small archives of real rules to a folder: `count` rules at even distances, and what became of them. */
export async function makeSample(
  rules: readonly RuleFile[],
  count: number,
  folder: string,
): Promise<Sample> {
  const chosen = takeEvenly(rules, count);
  const before = path.join(folder, 'before.tar.gz');
  const after = path.join(folder, 'after.tar.gz');
  const { first, second } = statesOf(chosen);
  writeFileSync(before, await archiveOf(first));
  writeFileSync(after, await archiveOf(second));
  return { before, after, rules: first.length };
}

/** The two states: of each ten rules, the second one changes, the third is only in the first, the fourth only in the second. */
export function statesOf(rules: readonly RuleFile[]): {
  readonly first: readonly RuleFile[];
  readonly second: readonly RuleFile[];
} {
  const at = (kind: number) => (_: RuleFile, place: number) => place % SHARE !== kind;
  return {
    first: rules.filter(at(3)),
    second: rules.map((file, place) => (place % SHARE === 1 ? changed(file) : file)).filter(at(2)),
  };
}

/** The rule with another title, and another value where it names a program. */
function changed({ path: name, bytes }: RuleFile): RuleFile {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^title: (.*)$/m, 'title: $1 again')
    .replace(".exe'", ".ex3'");
  return { path: name, bytes: Buffer.from(text) };
}

/** A `.tar.gz` of rule files. */
export async function archiveOf(files: readonly RuleFile[]): Promise<Buffer> {
  const tar = pack();
  for (const { path: name, bytes } of files) {
    tar.entry({ name: `rules-of-soak/${name}`, mtime: new Date(0) }, Buffer.from(bytes));
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
