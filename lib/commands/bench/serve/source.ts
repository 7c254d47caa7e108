import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@/lib/commands/arguments';

const fromRoot = (relative: string) =>
  fileURLToPath(new URL(`../../../../${relative}`, import.meta.url));
const ARCHIVE = fromRoot('../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz');
const STARTER = fromRoot('content/starter');

/** Where the bench has its rules from. */
export interface BenchSource {
  readonly path: string;
  /** A catalog that was synced before, so that syncs are not measured. */
  readonly isCatalog: boolean;
  readonly description: string;
}

/** The source that was asked for, the reference archive if it lies beside the checkout, or the starter rules. */
export function chooseSource(asked: string | undefined, folder: string): BenchSource {
  if (asked !== undefined) {
    const file = path.resolve(folder, asked);
    if (!existsSync(file)) throw new UsageError(`Cannot read ${asked}: it does not exist`);
    const isCatalog = file.endsWith('.db');
    const what = isCatalog
      ? `the catalog \`${path.basename(file)}\``
      : `\`${path.basename(file)}\``;
    return { path: file, isCatalog, description: what };
  }
  return existsSync(ARCHIVE)
    ? {
        path: ARCHIVE,
        isCatalog: false,
        description: `the reference archive \`${path.basename(ARCHIVE)}\``,
      }
    : {
        path: STARTER,
        isCatalog: false,
        description:
          'the starter rules, because the reference archive is not beside the checkout; the targets are for the archive',
      };
}
