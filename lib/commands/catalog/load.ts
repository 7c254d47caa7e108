import path from 'node:path';
import { loadBundle } from '@/lib/catalog/bundle/load-bundle';
import { readPublicKey } from '@/lib/catalog/bundle/manifest';
import { readEnvironment } from '@/lib/env';
import manifest from '@/package.json';
import { demand, EXIT, readArguments, type Subcommand, withLock } from './subcommand';

export const load: Subcommand = {
  help: `  load FILE [--accept-removals]
                      replaces what the catalog has of its sources by a bundle, at once, while it is served. What belongs
                      to this installation stays; --accept-removals lets go what is about rules that the bundle
                      does not have. With BUNDLE_PUBLIC_KEY_FILE, only a bundle that its owner signed
`,
  async run(args) {
    const { file: named, flags } = readArguments(args, {
      flags: ['accept-removals'],
      file: 'the bundle',
    });
    const from = path.resolve(demand(named, 'the bundle to load'));
    const { databaseFile, bundleKeyFile } = readEnvironment(process.env);
    const key = bundleKeyFile === null ? null : readPublicKey(bundleKeyFile);
    const loaded = await withLock(databaseFile, () =>
      loadBundle(from, databaseFile, {
        key,
        version: manifest.version,
        acceptRemovals: flags['accept-removals'],
      }),
    );
    const trust = key ? 'signed by the configured key' : 'its signature was not asked for';
    process.stdout.write(
      `${databaseFile}: ${loaded.rules} rules of ${loaded.madeAt.slice(0, 16)}Z, ${trust}\n`,
    );
    return EXIT.ok;
  },
};
