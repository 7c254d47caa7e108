import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from '@/lib/env';
import { hashOf, newToken } from '@/lib/sign-in/token-file.mjs';
import { messageOf, UsageError } from './arguments';
import { auditCommand } from './audit-command';
import { runCatalogCommand } from './end-command';

const HELP = `npm run --silent token -- --name NAME [--days N] [--operate]

Makes a token with which a program reads the catalog where people sign in. Prints the token, which is shown this once and
kept nowhere, and the entry for the file that TOKENS names, which has only its hash.

  --name NAME        what the program is called in the file and in the audit log: lower-case letters, digits, hyphens
  --days N           days until it expires, at most 366 (default: 90)
  --operate          it may see what operators see
  --help             print this help

Exit codes:
  0  the token is made
  1  unexpected error: a bug in Watchfloor
  2  an argument or an environment variable is not valid
`;

const EXIT = { ok: 0, defect: 1, usage: 2, catalog: 5 } as const;
const DAY_MS = 24 * 3_600_000;

async function main(): Promise<number> {
  const { help, name, days, operate } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const environment = readEnvironment(process.env);
  const token = newToken();
  const may = operate ? 'operate' : 'read';
  const expires = new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  auditCommand(environment, 'token-made', { token: name, may });
  process.stdout.write(`The token, which is not shown again:

${token}

The entry for the file of TOKENS:

- name: ${name}
  sha256: "${hashOf(token)}"
  expires: ${expires}
  may: ${may}
`);
  return EXIT.ok;
}

const shape = z.object({
  help: z.boolean(),
  name: z
    .string('--name is missing')
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, '--name must be lower-case letters, digits and hyphens'),
  days: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, '--days must be a number from 1 to 366')
    .transform(Number)
    .refine((days) => days <= 366, '--days must be a number from 1 to 366'),
  operate: z.boolean(),
});

function readArguments(): z.infer<typeof shape> {
  const { values } = parsed();
  const read = shape.safeParse(values.help ? { ...values, name: 'help' } : values);
  if (!read.success) throw new UsageError(read.error.issues.map((one) => one.message).join('\n'));
  return read.data;
}

function parsed() {
  try {
    return parseArgs({
      options: {
        name: { type: 'string' },
        days: { type: 'string', default: '90' },
        operate: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

runCatalogCommand(main, EXIT);
