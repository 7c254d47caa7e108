import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { peakMegabytes } from '@/lib/tooling/figures/memory';
import { type Attempted, AttemptThread } from './attempt-thread';
import { parameterRequest } from './parameter-text';
import { Random } from './random';
import { requestText } from './request-text';
import { attemptRequest } from './requests';
import { searchRequest } from './search-text';
import { shrink } from './shrink';
import { startTargetServer, type TargetServer } from './target-server';

/** Which kinds there are, and how large a share of the attempts each gets. */
const SHARES = new Map([
  ['rules', 60],
  ['events', 12],
  ['archives', 8],
  ['addresses', 3],
  ['syncs', 2],
  ['requests', 15],
  ['searches', 5],
  ['parameters', 5],
]);
export const KINDS = [...SHARES.keys()];
/** What is sent to a server, by its kind. `ids` are rules that exist. */
const SENT: ReadonlyMap<string, (random: Random, ids: readonly string[]) => string> = new Map([
  ['requests', requestText],
  ['searches', searchRequest],
  ['parameters', parameterRequest],
]);

export interface FuzzOptions {
  /** How long to attack, or how many inputs of each kind to make. */
  readonly until: { readonly seconds: number } | { readonly inputs: ReadonlyMap<string, number> };
  readonly seed: number;
  readonly kinds: readonly string[];
  /** The most milliseconds that one input may take. */
  readonly limit: number;
  /** Where inputs with a problem are written. */
  readonly folder: string;
  /** How many findings end the run early. */
  readonly maxFindings: number;
  readonly onProgress: (figures: ReadonlyMap<string, KindFigures>) => void;
  readonly onFinding: (finding: Finding) => void;
}

export interface KindFigures {
  inputs: number;
  milliseconds: number;
  slowest: number;
  findings: number;
}

export interface Finding {
  readonly kind: string;
  readonly seed: number;
  /** The first line of the error, without what changes from input to input. */
  readonly problem: string;
  readonly detail: string;
  readonly file: string;
}

export interface Fuzzed {
  readonly figures: ReadonlyMap<string, KindFigures>;
  readonly findings: readonly Finding[];
  /** The most megabytes that the server had in memory. NaN without a server, or where the system does not say. */
  readonly serverMegabytes: number;
  /** How often the server had to be started again. */
  readonly serverEnds: number;
}

/** Attacks until the time is over or the inputs are made; each distinct problem is one finding, with its input made smaller. */
export async function runFuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { kinds, limit } = options;
  const figures = new Map(
    kinds.map((kind): [string, KindFigures] => [
      kind,
      { inputs: 0, milliseconds: 0, slowest: 0, findings: 0 },
    ]),
  );
  const findings = new Map<string, Finding>();
  const thread = new AttemptThread(limit);
  let server: TargetServer | null = null;
  let lastProgress = Date.now();
  let serverMegabytes = Number.NaN;
  let serverEnds = 0;
  try {
    if (kinds.some((kind) => SENT.has(kind))) server = await startTargetServer();
    for (const [kind, seed] of plan(options)) {
      if (findings.size >= options.maxFindings) break;
      const text = SENT.get(kind);
      if (text && server && !server.isAlive()) {
        serverEnds++;
        server.close();
        server = await startTargetServer();
      }
      const attempted: Attempted =
        text && server
          ? await attemptOnServer(text(new Random(seed), server.ids), server, limit)
          : await thread.attempt({ kind, seed, input: null });
      const figure = figures.get(kind);
      if (figure) {
        figure.inputs++;
        figure.milliseconds += attempted.milliseconds;
        figure.slowest = Math.max(figure.slowest, attempted.milliseconds);
      }
      if (attempted.problem !== null) {
        const problem = nameOf(attempted.problem);
        const key = `${kind}: ${problem}`;
        if (figure) figure.findings++;
        if (findings.has(key)) continue;
        const input = await smaller(kind, attempted, problem, thread);
        const finding = keep(
          options.folder,
          { kind, seed, problem, detail: attempted.problem },
          input,
        );
        findings.set(key, finding);
        options.onFinding(finding);
      }
      if (Date.now() - lastProgress > 10_000) {
        lastProgress = Date.now();
        options.onProgress(figures);
      }
    }
    if (server) serverMegabytes = peakMegabytes(server.pid);
  } finally {
    await thread.close();
    server?.close();
  }
  return { figures, findings: [...findings.values()], serverMegabytes, serverEnds };
}

/** What to make: a kind and a seed each. */
function* plan({ until, seed, kinds }: FuzzOptions): Generator<[kind: string, seed: number]> {
  if ('seconds' in until) {
    const deadline = Date.now() + until.seconds * 1000;
    for (let at = seed; Date.now() < deadline; at++) yield [kindOf(at, kinds), at];
    return;
  }
  // In turns, so that the server is attacked while the other inputs keep the machine busy.
  const left = new Map(until.inputs);
  for (let at = seed; left.size > 0; at++) {
    for (const [kind, count] of left) {
      yield [kind, at];
      if (count > 1) left.set(kind, count - 1);
      else left.delete(kind);
    }
  }
}

function kindOf(seed: number, kinds: readonly string[]): string {
  const random = new Random(seed * 7919);
  const total = kinds.reduce((sum, kind) => sum + (SHARES.get(kind) ?? 0), 0);
  let at = random.next() * total;
  for (const kind of kinds) {
    at -= SHARES.get(kind) ?? 0;
    if (at < 0) return kind;
  }
  return kinds[0] ?? 'rules';
}

async function attemptOnServer(
  input: string,
  server: TargetServer,
  limit: number,
): Promise<Attempted> {
  const started = performance.now();
  const problem = await attemptRequest(input, server.port, limit).then(
    () => (server.isAlive() ? null : 'BrokenPromise: the server ended'),
    (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  return { input, problem, milliseconds: performance.now() - started };
}

/** What kind of problem it is, so that one fault found by many inputs is one finding. */
function nameOf(problem: string): string {
  const [first = ''] = problem.split('\n');
  const place = /\((?:.*\/)?((?:lib|app|components|content)\/[^:)]+:\d+)/.exec(problem)?.[1];
  const words = first.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|\d+/g, '…').slice(0, 160);
  return place && !first.startsWith('BrokenPromise') ? `${words} at ${place}` : words;
}

async function smaller(
  kind: string,
  { input, milliseconds }: Attempted,
  problem: string,
  thread: AttemptThread,
): Promise<string> {
  if (input === null) return '';
  if (SENT.has(kind) || kind === 'archives' || kind === 'syncs' || milliseconds > 2_000) {
    return input;
  }
  return shrink(input, async (text) => {
    const again = await thread.attempt({ kind, seed: 0, input: text });
    return again.problem !== null && nameOf(again.problem) === problem;
  });
}

function keep(folder: string, finding: Omit<Finding, 'file'>, input: string): Finding {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${finding.kind}-${finding.seed}.txt`);
  writeFileSync(file, input);
  writeFileSync(`${file}.problem`, `${finding.problem}\n\n${finding.detail}\n`);
  return { ...finding, file };
}
