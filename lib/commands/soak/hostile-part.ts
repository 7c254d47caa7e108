import path from 'node:path';
import process from 'node:process';
import { type Cell, figure, type Table, within } from '@/lib/tooling/figures/report';
import { runFuzz } from '@/lib/tooling/fuzz/run-fuzz';
import type { PartResult, SoakContext, SoakPart } from './part';

/** Which share of the inputs each kind gets, of 100. */
const SHARES = new Map([
  ['rules', 25],
  ['events', 25],
  ['searches', 20],
  ['parameters', 20],
  ['archives', 10],
]);
const NAMES = new Map([
  ['rules', 'Sigma YAML'],
  ['events', 'events'],
  ['searches', 'searches'],
  ['parameters', 'parameters of the API'],
  ['archives', 'archives'],
]);
/** The most that one input may take. */
const LIMIT_MS = 20_000;
const MOST_MEGABYTES = 2_500;
const MOST_SERVER_MEGABYTES = 2_000;

/** Hostile inputs that a grammar makes, for all that comes from outside. */
export const hostilePart: SoakPart = { name: 'hostile', run };

async function run({ inputs, seed, folder, note }: SoakContext): Promise<PartResult> {
  const counts = new Map(
    [...SHARES].map(([kind, share]) => [kind, Math.max(1, Math.round((inputs * share) / 100))]),
  );
  const broken: string[] = [];
  const { figures, serverMegabytes, serverEnds } = await runFuzz({
    until: { inputs: counts },
    seed,
    kinds: [...SHARES.keys()],
    limit: LIMIT_MS,
    folder: path.join('data', 'fuzz'),
    maxFindings: 100,
    onProgress: (now) =>
      note(`hostile: ${[...now].map(([kind, each]) => `${kind} ${each.inputs}`).join(', ')}`),
    onFinding: ({ kind, seed: at, problem, file }) =>
      broken.push(`hostile ${kind}, seed ${at}: ${problem}; ${file.replace(folder, '…')}`),
  });
  const rows = [...figures].map(([kind, each]): Cell[] => [
    NAMES.get(kind) ?? kind,
    figure(each.inputs, ''),
    figure(each.milliseconds / each.inputs, 'ms'),
    figure(each.slowest, 'ms', within(LIMIT_MS)),
    figure(each.findings, '', within(0)),
  ]);
  const here = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const tables: Table[] = [
    {
      title: 'Inputs',
      columns: ['kind', 'inputs', 'each takes', 'slowest', 'broke a promise'],
      rows,
      notes: [
        'Rules go all the way from YAML to evidence, and an exact query has to agree with its rule; events are recognized, matched and made into rows; archives are read. Searches and parameters are requests to a server: each is answered, with no status of 500 and above, no text as HTML, and by the API with data or a problem of RFC 9457.',
      ],
    },
    {
      title: 'Processes under attack',
      columns: ['what', 'figure'],
      rows: [
        [
          'memory of rules, events and archives at most',
          figure(here, 'MB', within(MOST_MEGABYTES)),
        ],
        [
          'memory of the server at most',
          figure(serverMegabytes, 'MB', within(MOST_SERVER_MEGABYTES)),
        ],
        ['crashes of the server', figure(serverEnds, '', within(0))],
      ],
    },
  ];
  return { section: { title: 'Hostile inputs', tables }, broken };
}
