import { statSync } from 'node:fs';
import path from 'node:path';
import { backUp } from '@/lib/catalog/file/back-up';
import { fileTime } from '@/lib/catalog/file/file-time';
import { formatBytes } from '@/lib/ingest/source/limits';
import { catalogFile, EXIT, readArguments, type Subcommand } from './subcommand';

export const backup: Subcommand = {
  help: `  backup [FILE]       copies the catalog to a new file, also while a sync writes, and compares the copy with it:
                      the count and a hash of the rows of each table. FILE: the file, or the folder for one that is
                      named by the time (default: the catalog's folder)
`,
  async run(args) {
    const { file: named } = readArguments(args, { file: 'the backup' });
    const file = catalogFile();
    const to = fileFor(path.resolve(named ?? path.dirname(file)), new Date());
    const { bytes, tables, rows } = await backUp(file, to);
    process.stdout.write(
      `${to}: ${formatBytes(bytes)}, ${rows} rows of ${tables} tables, the same as in the catalog\n`,
    );
    return EXIT.ok;
  },
};

function fileFor(named: string, now: Date): string {
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) return named;
  return path.join(named, `catalog-${fileTime(now)}.backup.db`);
}
