import path from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS, type KindFigures, runFuzz } from '@/lib/tooling/fuzz/run-fuzz';

const HELP = `npm run fuzz -- [--seconds N] [--seed S] [--only KIND]… [--json]

Attacks Watchfloor with inputs that a grammar makes: rules, events, archives, addresses, whole syncs,
and requests, searches and parameters to a server on the starter rules. A seed always makes the same input. Each distinct
problem is written to a file, made as small as possible.

  --seconds N    how long to attack (default: 60)
  --seed S       the first seed (default: 1)
  --only KIND    ${KINDS.join(', ')}; repeat for several
  --limit MS     the most milliseconds for one input (default: 10000)
  --keep FOLDER  where to write inputs that found a problem (default: data/fuzz)
  --json         print one JSON object to stdout
  --help         print this help

Exit code 0: no finding. 1: at least one. 2: an argument is not valid.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true },
      limit: { type: 'string', default: '10000' },
      keep: { type: 'string', default: path.join('data', 'fuzz') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const kinds = values.only ?? KINDS;
  const unknown = kinds.find((kind) => !KINDS.includes(kind));
  if (unknown) return refuse(`There is no kind ${unknown}. Use ${KINDS.join(', ')}.`);
  const [seconds, seed, limit] = [values.seconds, values.seed, values.limit].map(Number);
  if (!(seconds && seconds > 0 && limit && limit > 0 && Number.isSafeInteger(seed))) {
    return refuse('--seconds and --limit are numbers above 0, --seed is a whole number.');
  }
  const { figures, findings } = await runFuzz({
    until: { seconds },
    seed: seed ?? 1,
    kinds,
    limit,
    folder: values.keep,
    maxFindings: 100,
    onProgress: (now) => process.stderr.write(`${summary(now)}\n`),
    onFinding: ({ kind, seed: at, problem, file }) =>
      process.stderr.write(`FOUND ${kind} (seed ${at}): ${problem}\n      ${file}\n`),
  });
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ seed, figures: Object.fromEntries(figures), findings })}\n`,
    );
  } else process.stdout.write(`${table(figures)}${findings.length} distinct findings\n`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

function refuse(message: string): void {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 2;
}

function summary(figures: ReadonlyMap<string, KindFigures>): string {
  return [...figures]
    .map(([kind, { inputs, findings }]) => `${kind} ${inputs}/${findings}`)
    .join('  ');
}

function table(figures: ReadonlyMap<string, KindFigures>): string {
  return [...figures]
    .map(
      ([kind, { inputs, milliseconds, slowest, findings }]) =>
        `${kind.padEnd(10)} ${String(inputs).padStart(8)} inputs ${(milliseconds / 1000).toFixed(0).padStart(6)} s  slowest ${slowest.toFixed(0).padStart(6)} ms  ${findings} with a problem\n`,
    )
    .join('');
}

main().catch((error: unknown) => {
  process.stderr.write(
    `error: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
  );
  process.exitCode = 2;
});
