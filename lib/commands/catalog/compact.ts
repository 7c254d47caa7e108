import { statSync } from 'node:fs';
import { compactCatalog } from '@/lib/catalog/file/compact-catalog';
import { inspectCatalog } from '@/lib/catalog/file/inspect-catalog';
import { CatalogUnavailable } from '@/lib/catalog/file/problem';
import { truncateLog } from '@/lib/catalog/file/truncate-log';
import { formatBytes } from '@/lib/ingest/source/limits';
import { catalogFile, EXIT, readArguments, type Subcommand, withLock } from './subcommand';

export const compact: Subcommand = {
  help: `  compact             writes the catalog's file anew without its empty pages, and empties the log beside it. Readers
                      read on; the disk needs room for a second catalog meanwhile
`,
  async run(args) {
    readArguments(args, {});
    const file = catalogFile();
    const problem = inspectCatalog(file);
    if (problem && problem.kind !== 'older') throw new CatalogUnavailable(problem);
    const before = sizeOf(file);
    const isEmptied = await withLock(file, async () => {
      compactCatalog(file, { mostEmpty: 0 });
      return truncateLog(file);
    });
    const log = isEmptied ? '' : '. Its log keeps its size, because another process is reading';
    process.stdout.write(
      `${file}: ${formatBytes(sizeOf(file))}, before ${formatBytes(before)}${log}\n`,
    );
    return EXIT.ok;
  },
};

function sizeOf(file: string): number {
  const sizes = [file, `${file}-wal`].map(
    (each) => statSync(each, { throwIfNoEntry: false })?.size,
  );
  return sizes.reduce<number>((sum, size = 0) => sum + size, 0);
}
