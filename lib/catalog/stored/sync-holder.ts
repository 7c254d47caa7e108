import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** The sync that holds the lock of a catalog, as it describes itself: in a file beside the catalog, or in a table. */
export interface SyncHolder {
  readonly pid: number;
  readonly host: string;
  /** When the operating system started the process, in its own units; null where it does not say. */
  readonly processStart: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** What the sync is doing: "fetch", "prove", … */
  readonly phase: string;
  /** How much of the phase is done, out of how much; null where it does not say. */
  readonly done: number | null;
  readonly total: number | null;
  /** ISO 8601: when it last got any further. */
  readonly progressAt: string;
}

const schema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  processStart: z.string().nullable(),
  startedAt: z.iso.datetime(),
  phase: z.string(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  progressAt: z.iso.datetime(),
});

/** No phase is silent for a tenth of it. */
const STUCK_AFTER_MS = 10 * 60_000;

/** Whether a sync counts as stuck: without progress for ten minutes. */
export function isStuck({ progressAt }: SyncHolder, now: number): boolean {
  return now - Date.parse(progressAt) > STUCK_AFTER_MS;
}

export function holderFile(databaseFile: string): string {
  return `${databaseFile}.sync.json`;
}

/** Who describes itself as the holder; null without a description, or with one that cannot be read. */
export function readHolder(databaseFile: string): SyncHolder | null {
  let text: string;
  try {
    text = readFileSync(holderFile(databaseFile), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return parseHolder(text);
}

/** A holder as it describes itself; null if that cannot be read. */
export function parseHolder(text: string): SyncHolder | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** The sync that runs now: the holder, where its process is alive on this machine. */
export function readRunningSync(databaseFile: string): SyncHolder | null {
  const holder = readHolder(databaseFile);
  return holder && isRunning(holder) ? holder : null;
}

/** Whether the very process that wrote the description is alive; a process id alone may be reused. */
export function isRunning({ pid, host, processStart }: SyncHolder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return processStart === startOf(pid);
}

/** When a process started, from Linux's /proc; null on other systems. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces. The start is field 22, the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
