/** What a process of `sync-worker.ts` is to sync. */
export interface SyncTask {
  /** The path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly database: string;
  readonly archive: string;
  /** The path of an ATT&CK bundle. */
  readonly attack: string;
  /** The file of what was computed before. */
  readonly answers: string;
}

/** What it says: a phase begins, or the sync has ended. */
export type SyncWord =
  | { readonly phase: string }
  | { readonly outcome: string }
  | { readonly error: string };
