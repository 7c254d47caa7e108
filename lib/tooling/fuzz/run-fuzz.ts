import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Attempted, AttemptThread } from './attempt-thread';
import { Random } from './random';
import { requestText } from './request-text';
import { attemptRequest } from './requests';
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
]);
export const KINDS = [...SHARES.keys()];

export interface FuzzOptions {
  readonly seconds: number;
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

/** Attacks until the time is over; each distinct problem is one finding, with its input made smaller. */
export async function runFuzz(options: FuzzOptions): Promise<{
  figures: ReadonlyMap<string, KindFigures>;
  findings: readonly Finding[];
}> {
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
  const deadline = Date.now() + options.seconds * 1000;
  let lastProgress = Date.now();
  try {
    if (kinds.includes('requests')) server = await startTargetServer();
    for (
      let seed = options.seed;
      Date.now() < deadline && findings.size < options.maxFindings;
      seed++
    ) {
      const kind = kindOf(seed, kinds);
      if (kind === 'requests' && server && !server.isAlive()) server = await startTargetServer();
      const attempted: Attempted =
        kind === 'requests' && server
          ? await attemptOnServer(seed, server, limit)
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
  } finally {
    await thread.close();
    server?.close();
  }
  return { figures, findings: [...findings.values()] };
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
  seed: number,
  server: TargetServer,
  limit: number,
): Promise<Attempted> {
  const input = requestText(new Random(seed), server.ids);
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
  if (kind === 'requests' || kind === 'archives' || kind === 'syncs' || milliseconds > 2_000) {
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
