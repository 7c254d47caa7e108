import { hideSecrets } from '@/lib/address';

/** Exit codes of `npm run ingest`. They are part of its contract. */
export const EXIT = {
  ok: 0,
  /** A bug: the stack trace is printed. */
  unexpected: 1,
  /** An argument or environment variable is not valid. */
  usage: 2,
  /** The source could not be read. The catalog is unchanged. */
  source: 3,
  /** Another sync of the same catalog is running. */
  locked: 4,
  /** The catalog could not be opened, migrated or written. */
  store: 5,
  /** The sync would remove too much of the catalog. The catalog is unchanged. */
  removals: 6,
  /** Some of the sources were left out. The others are synced. */
  partial: 8,
  /** The sync took longer than SYNC_LIMIT. The catalog is unchanged. */
  late: 7,
  /** Stopped by a signal, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A sync failed for a reason that you can act on: `message` says what happened, `next` what to do. Both are
 * printed and stored, so every address in them is made fit to be shown.
 */
export class SyncFailure extends Error {
  override readonly name = 'SyncFailure';
  readonly exitCode: ExitCode;
  readonly next: string;

  constructor(message: string, next: string, exitCode: ExitCode = EXIT.source, cause?: unknown) {
    super(hideSecrets(message), { cause });
    this.next = hideSecrets(next);
    this.exitCode = exitCode;
  }
}
