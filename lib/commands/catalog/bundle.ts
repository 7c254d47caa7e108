import path from 'node:path';
import { makeBundle } from '@/lib/catalog/bundle/make-bundle';
import { readPrivateKey } from '@/lib/catalog/bundle/manifest';
import manifest from '@/package.json';
import { catalogFile, demand, EXIT, readArguments, type Subcommand } from './subcommand';

export const bundle: Subcommand = {
  help: `  bundle FILE [--key PEM]
                      writes rules, ATT&CK, translations and evidence into one file, for a machine without a network.
                      What belongs to this installation alone, such as webhooks, is left out.
                      --key: a private key of Ed25519, which signs it
`,
  async run(args) {
    const { file: named, texts } = readArguments(args, { texts: ['key'], file: 'the bundle' });
    const to = path.resolve(demand(named, 'the bundle to write'));
    const key = texts.key === undefined ? null : readPrivateKey(path.resolve(texts.key));
    const { version } = manifest;
    const made = await makeBundle(catalogFile(), to, { key, version, now: new Date() });
    const attack = made.attackVersion ? `, ATT&CK ${made.attackVersion}` : '';
    process.stdout.write(`${to}: ${made.rules} rules${attack}, ${key ? 'signed' : 'not signed'}\n`);
    return EXIT.ok;
  },
};
