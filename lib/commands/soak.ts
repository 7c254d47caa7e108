import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeMachine } from '@/lib/tooling/figures/machine';
import { renderSections } from '@/lib/tooling/figures/render-report';
import { messageOf, UsageError } from './arguments';
import { beginLong } from './begin-long';
import { PART_NAMES, runSoak } from './soak/run-soak';
import { writeSoak } from './soak/soak-file';

const HELP = `npm run soak -- [--only PART]… [--seed S] [--kills N] [--inputs N] [--readers N]
                [--seconds N] [--rules N] [--write] [--json]

Abuses Watchfloor in a temporary folder and on 127.0.0.1, and prints the results beside the promises.
Progress goes to stderr. The parts on PostgreSQL use the server at TEST_POSTGRES_URL, or else a temporary
one from Debian's package. Without either they are skipped, and the report says so.

  --only PART    ${PART_NAMES.join(', ')}; repeat it for several (default: all)
                 kill      syncs are killed at random moments: first ones, updates, migrations
                 two       two processes sync one catalog at once
                 mishaps   a disk that is full or read-only, a damaged file, a clock set back
                 upstream  a source that is slow, breaks off, lies, or redirects in a circle
                 hostile   inputs that a grammar makes, for all that comes from outside
                 readers   readers behind a proxy with two instances, during syncs, a kill and
                           a rolling restart
  --seed S       what the random moments and inputs follow from (default: 1)
  --kills N      how many syncs to kill on each database (default: 100)
  --inputs N     how many hostile inputs to make (default: 10000)
  --readers N    how many readers there are (default: 200)
  --seconds N    how long they read (default: 300)
  --rules N      how many rules the sample has (default: 60)
  --write        also write SOAK.md
  --json         print one JSON object to stdout
  --help         print this help

Exit code 0: every promise was kept. 1: one was broken. 2: an argument is not valid.
`;

/** The bounds of the counts, by their options. */
const BOUNDS = {
  seed: [0, 2 ** 31],
  kills: [5, 10_000],
  inputs: [10, 10_000_000],
  readers: [1, 1_000],
  seconds: [10, 3_600],
  rules: [20, 4_000],
} as const;

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const count = (name: keyof typeof BOUNDS) => readCount(name, values[name]);
  const parts = readParts(values.only);
  const note = beginLong();
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const result = await runSoak({
    parts,
    seed: count('seed'),
    kills: count('kills'),
    inputs: count('inputs'),
    readers: count('readers'),
    seconds: count('seconds'),
    rules: count('rules'),
    note,
  });
  if (values.json) process.stdout.write(`${JSON.stringify({ date, machine, ...result })}\n`);
  else process.stdout.write(`${machine.join('\n')}\n\n${renderSections(result.sections)}\n\n`);
  for (const what of result.broken) process.stderr.write(`BROKEN ${what}\n`);
  if (values.write) note(`written to ${writeSoak({ ...result, machine, date, parts })}`);
  return result.broken.length > 0 ? 1 : 0;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        kills: { type: 'string', default: '100' },
        inputs: { type: 'string', default: '10000' },
        readers: { type: 'string', default: '200' },
        seconds: { type: 'string', default: '300' },
        rules: { type: 'string', default: '60' },
        write: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function readCount(name: keyof typeof BOUNDS, text: string): number {
  const [least, most] = BOUNDS[name];
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(
    `--${name} is ${text}. Use a whole number from ${least} to ${most.toLocaleString('en-US')}.`,
  );
}

function readParts(names: readonly string[] | undefined): readonly string[] {
  const unknown = names?.find((name) => !PART_NAMES.includes(name));
  if (unknown === undefined) return names ?? PART_NAMES;
  throw new UsageError(`There is no part ${unknown}. Use ${PART_NAMES.join(', ')}.`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    const text =
      error instanceof Error && !isUsage ? (error.stack ?? error.message) : messageOf(error);
    process.stderr.write(`error: ${text}\n${isUsage ? 'Run with --help for usage.\n' : ''}`);
    process.exit(2);
  },
);
