/** Exit codes of `npm run ingest`; part of its contract. */
export const EXIT = {
  ok: 0,
  /** A bug: the stack trace is printed. */
  unexpected: 1,
  /** Arguments or environment variables that cannot be used. */
  usage: 2,
  /** The source could not be read; the catalog is as it was. */
  source: 3,
  /** Another sync of the same catalog is running. */
  locked: 4,
  /** The catalog could not be opened, migrated or written. */
  store: 5,
  /** Stopped by a signal, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A sync that cannot go on for a reason its reader can act on: `message` says what, `next` what to do. */
export class SyncFailure extends Error {
  override readonly name = 'SyncFailure';
  readonly exitCode: ExitCode;
  readonly next: string;

  constructor(message: string, next: string, exitCode: ExitCode = EXIT.source, cause?: unknown) {
    super(message, { cause });
    this.next = next;
    this.exitCode = exitCode;
  }
}
