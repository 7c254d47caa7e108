import path from 'node:path';
import { restore as restoreBackup } from '@/lib/catalog/file/restore';
import { catalogFile, demand, EXIT, readArguments, type Subcommand, withLock } from './subcommand';

export const restore: Subcommand = {
  help: `  restore FILE [--overwrite]
                      puts a backup in the place of the catalog, at once. Refuses what is no catalog, or is damaged;
                      --overwrite allows it although there is a catalog, which is kept under another name
`,
  async run(args) {
    const { file: named, flags } = readArguments(args, {
      flags: ['overwrite'],
      file: 'the backup',
    });
    const backup = path.resolve(demand(named, 'the backup to restore'));
    const file = catalogFile();
    const { rules, keptAs } = await withLock(file, () =>
      restoreBackup(backup, file, { overwrite: flags.overwrite, now: new Date() }),
    );
    const kept = keptAs ? `. The former catalog is kept as ${keptAs}` : '';
    process.stdout.write(`${file}: restored, with ${rules} rules${kept}\n`);
    return EXIT.ok;
  },
};
