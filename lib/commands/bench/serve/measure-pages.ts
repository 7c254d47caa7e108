import path from 'node:path';
import {
  atLeast,
  type Cell,
  figure,
  type Table,
  type Target,
  under,
  within,
} from '@/lib/tooling/figures/report';
import { startFileServer } from './file-server';
import { get } from './get';
import type { Load, LoadGenerator } from './load';
import { addressesOf, type Kind } from './pages';
import type { Scale } from './scale';
import type { WebServer } from './server';

/** Different addresses of each kind whose first answers are timed, and those before that are not. */
const COLD = 220;
const BEFORE = 20;
/** Addresses of each kind that are asked for again and again. */
const WARM = 20;
const CONNECTIONS = 4;

const COLD_P95: Readonly<Record<Kind, Target | undefined>> = {
  feed: within(45),
  'filtered feed': within(45),
  search: within(60),
  rule: within(30),
  technique: undefined,
  coverage: within(70),
  layer: undefined,
  suggestion: within(10),
  'API: rules': within(45),
  'API: one rule': undefined,
  'API: changes': undefined,
  'rule as Markdown': undefined,
  'Atom feed': undefined,
};
const COLD_P95_OF_MANY: Partial<Record<Kind, Target>> = {
  search: within(120),
  coverage: within(150),
};

export interface PageMeasuring {
  readonly databaseFile: string;
  readonly server: WebServer;
  readonly load: LoadGenerator;
  readonly folder: string;
  readonly scale: Scale;
  /** How long each server is kept busy with a kind of page. */
  readonly seconds: number;
  readonly note: (text: string) => void;
}

/** Times the first answers of pages, and then how many a second the server and the yardstick send. */
export async function measurePages(measuring: PageMeasuring): Promise<Table[]> {
  const { server, load, note } = measuring;
  const kinds = [...addressesOf(measuring.databaseFile, COLD + BEFORE)];
  const cold: Cell[][] = [];
  const warm: Cell[][] = [];
  for (const [kind, addresses] of kinds) {
    const before = addresses.filter((_, at) => at % ((COLD + BEFORE) / BEFORE) === 0);
    const counted = addresses.filter((address) => !before.includes(address));
    note(`${kind}: ${counted.length} addresses for the first time`);
    await load.run({ port: server.port, paths: before, connections: 1, seconds: 'once' });
    const first = await load.run({
      port: server.port,
      paths: counted,
      connections: 1,
      seconds: 'once',
    });
    cold.push(coldRow(kind, first, measuring.scale));
    note(`${kind}: again and again`);
    warm.push(await warmRow(kind, counted.slice(0, WARM), measuring));
  }
  return [coldTable(cold), warmTable(warm, measuring.seconds)];
}

function coldRow(kind: Kind, { requests, whole, firstByte }: Load, scale: Scale): Cell[] {
  const target = (scale === 'large' ? COLD_P95_OF_MANY[kind] : undefined) ?? COLD_P95[kind];
  return [
    kind,
    figure(requests, ''),
    figure(whole.p50, 'ms'),
    figure(whole.p95, 'ms', target),
    figure(whole.p99, 'ms'),
    figure(firstByte.p50, 'ms'),
    figure(firstByte.p95, 'ms'),
  ];
}

async function warmRow(
  kind: Kind,
  paths: readonly string[],
  measuring: PageMeasuring,
): Promise<Cell[]> {
  const { server, load, seconds } = measuring;
  const answers = [];
  for (const address of paths) answers.push(await get(server.port, address));
  const yardstick = await startFileServer(answers, path.join(measuring.folder, 'yardstick'));
  try {
    const ours = { port: server.port, paths, connections: CONNECTIONS };
    const theirs = { port: yardstick.port, paths: yardstick.paths, connections: CONNECTIONS };
    // In turn, so that what slows the machine for a while slows both.
    for (const task of [ours, theirs]) await load.run({ ...task, seconds: 1 });
    const own = await load.run({ ...ours, seconds });
    const bare = await load.run({ ...theirs, seconds });
    const bytes = answers.reduce((sum, { body }) => sum + body.length, 0) / answers.length;
    return [
      kind,
      figure(bytes / 1000, 'KB'),
      figure(own.perSecond, ''),
      figure(bare.perSecond, ''),
      figure((own.perSecond / bare.perSecond) * 100, '%', atLeast(50)),
      figure(own.whole.p50, 'ms'),
      figure(own.whole.p95, 'ms'),
      figure(own.whole.p99, 'ms', under(10)),
      figure(own.firstByte.p50, 'ms'),
      figure(bare.whole.p99, 'ms'),
    ];
  } finally {
    await yardstick.close();
  }
}

const coldTable = (rows: Cell[][]): Table => ({
  title: 'Cold pages',
  columns: ['page', 'addresses', 'p50', 'p95', 'p99', 'first byte p50', 'first byte p95'],
  rows,
  notes: [
    'Each address is asked for once, one after the other on one connection, so that every answer is made for the request. The server has answered 20 other addresses of the kind before.',
  ],
});

const warmTable = (rows: Cell[][], seconds: number): Table => ({
  title: 'Warm pages',
  columns: [
    'page',
    'bytes',
    'requests/s',
    'file server’s',
    'share',
    'p50',
    'p95',
    'p99',
    'first byte p50',
    'file server’s p99',
  ],
  rows,
  notes: [
    `${WARM} addresses of each kind that were asked for before, in turn for ${seconds} s on ${CONNECTIONS} connections. Right after that the file server sends the same bodies for as long.`,
  ],
});
