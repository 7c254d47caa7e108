import { parseArgs } from 'node:util';
import { readEnvironment } from '@/lib/env';
import { signedOutFolder, signInFolder } from '@/lib/sign-in/sign-in-folder.mjs';
import { signedOut } from '@/lib/sign-in/signed-out.mjs';
import { messageOf, UsageError } from './arguments';
import { auditCommand } from './audit-command';
import { runCatalogCommand } from './end-command';

const HELP = `npm run --silent signout -- (--person WHO)… | --everyone

Ends the sessions that people have at this moment, at every server whose catalog is in the same folder. To keep somebody
out, take them out of the group first: without that, they can sign in again.

  --person WHO       an id or a name, as AUDIT_LOG has it, or several
  --everyone         all sessions
  --help             print this help

Environment variables:
  DATABASE_URL       the catalog file, beside which sessions are kept (default: file:./data/catalog.db)

Exit codes:
  0  the sessions are ended
  1  unexpected error: a bug in Watchfloor
  2  an argument or an environment variable is not valid
`;

const EXIT = { ok: 0, defect: 1, usage: 2, catalog: 5 } as const;

async function main(): Promise<number> {
  const { help, person, everyone } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (everyone === person.length > 0) throw new UsageError('Give --person or --everyone');
  const environment = readEnvironment(process.env);
  if (environment.signIn.mode !== 'oidc') {
    throw new UsageError('There are no sessions here, because SIGN_IN is not oidc');
  }
  const ended = signedOut(signedOutFolder(signInFolder(environment.database)));
  if (everyone) ended.addEveryone();
  for (const who of person) ended.addPerson(who);
  for (const who of everyone ? ['everyone'] : person) {
    auditCommand(environment, 'sessions-ended', { who });
    process.stdout.write(`signed out: ${who}\n`);
  }
  return EXIT.ok;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        person: { type: 'string', multiple: true, default: [] },
        everyone: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

runCatalogCommand(main, EXIT);
