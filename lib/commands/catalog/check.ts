import path from 'node:path';
import { checkCatalog } from '@/lib/catalog/file/check-catalog';
import { catalogFile, EXIT, readArguments, type Subcommand } from './subcommand';

export const check: Subcommand = {
  help: `  check [FILE]        reads all of the catalog, or of FILE, and says what is damaged and what to do. A backup is compared
                      letter by letter with what it was made of; in a catalog, the text of rules, queries and
                      evidence is checked, and the structure of the rest
`,
  async run(args) {
    const { file: named } = readArguments(args, { file: 'the file to check' });
    const file = named === undefined ? catalogFile() : path.resolve(named);
    const { damage, isBackup, rules, packedValues } = checkCatalog(file);
    if (damage.length === 0) {
      const what = isBackup ? 'a backup, and as it was when it was made' : 'a sound catalog';
      process.stdout.write(`${file}: ${what}: ${rules} rules, ${packedValues} packed values\n`);
      return EXIT.ok;
    }
    const next =
      named === undefined
        ? 'Restore a backup: npm run catalog -- restore FILE --overwrite. Without one, npm run ingest keeps a file whose ' +
          'structure is damaged under another name and makes a new catalog; for damaged values, delete the catalog first.'
        : 'Do not restore it. Use another backup, or sync a new catalog: npm run ingest.';
    const lines = damage.map((line) => `${line}.\n`).join('');
    process.stderr.write(`error: ${file} is damaged.\n${lines}${next}\n`);
    return EXIT.refused;
  },
};
