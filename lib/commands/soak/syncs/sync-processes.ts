import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { SyncTask, SyncWord } from './sync-task';

/** A phase of a sync, and when it began: milliseconds after the process got its task. */
export interface PhaseTime {
  readonly phase: string;
  readonly at: number;
}

/** A sync that ended by itself. */
export interface WholeSync {
  readonly outcome: string;
  readonly phases: readonly PhaseTime[];
  readonly milliseconds: number;
}

/** When to kill a sync: so long after the phase at this place in their order has begun. */
export interface Moment {
  readonly place: number;
  readonly after: number;
}

/** A sync that was killed, or was done before its moment came. */
export type KilledSync =
  | { readonly killed: true; readonly phase: string }
  | { readonly killed: false; readonly whole: WholeSync };

/** Runs syncs in processes of their own, from the bundle of `sync-worker.ts`. */
export class SyncProcesses {
  private readonly bundle: string;

  constructor(bundle: string) {
    this.bundle = bundle;
  }

  /** Runs a sync to its end. Throws if it fails. */
  async whole(task: SyncTask): Promise<WholeSync> {
    return this.start(task).ended;
  }

  /** Kills a sync at a moment, by SIGKILL. */
  async kill(task: SyncTask, { place, after }: Moment): Promise<KilledSync> {
    const { child, ended, phases, begun } = this.start(task);
    const settled = ended.then(
      (whole) => whole,
      (error: unknown) => (child.signalCode === 'SIGKILL' ? null : Promise.reject(error)),
    );
    await Promise.race([begun(place), settled]);
    await Promise.race([setTimeout(after), settled]);
    child.kill('SIGKILL');
    const whole = await settled;
    const phase = phases.at(-1)?.phase ?? 'start';
    return whole === null ? { killed: true, phase } : { killed: false, whole };
  }

  private start(task: SyncTask) {
    const child = fork(this.bundle, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const started = performance.now();
    const phases: PhaseTime[] = [];
    const waiting = new Map<number, () => void>();
    const begun = (place: number) =>
      phases.length > place
        ? Promise.resolve()
        : new Promise<void>((resolve) => waiting.set(place, resolve));
    const ended = endOf(child, started, phases, () => waiting.get(phases.length - 1)?.());
    child.send(task);
    return { child, phases, begun, ended };
  }
}

async function endOf(
  child: ChildProcess,
  started: number,
  phases: PhaseTime[],
  onPhase: () => void,
): Promise<WholeSync> {
  let outcome: string | null = null;
  let error = '';
  child.on('message', (word: SyncWord) => {
    if ('phase' in word) {
      phases.push({ phase: word.phase, at: performance.now() - started });
      onPhase();
    } else if ('outcome' in word) outcome = word.outcome;
    else error = word.error;
  });
  const [code, signal] = await once(child, 'exit');
  if (outcome === null || code !== 0) {
    throw new Error(`a sync ended with ${signal ?? `code ${code}`}\n${error}`);
  }
  return { outcome, phases, milliseconds: performance.now() - started };
}
