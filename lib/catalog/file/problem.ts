/** What can be wrong with the catalog. */
export type ProblemKind =
  | 'missing'
  | 'damaged'
  | 'foreign'
  | 'older'
  | 'newer'
  | 'unreadable'
  | 'readonly'
  | 'full'
  | 'unreachable'
  | 'denied';

/** The database that holds a catalog. */
export type DatabaseKind = 'sqlite' | 'postgresql';

/** A catalog that cannot be used: what happened and what to do, without the file's path. */
export interface CatalogProblem {
  readonly kind: ProblemKind;
  /** A sentence without its full stop. */
  readonly what: string;
  /** One or two sentences. */
  readonly next: string;
  /** The command that `next` names. */
  readonly command: string;
}

const INGEST = 'npm run ingest';

const PROBLEMS: Readonly<Record<ProblemKind, CatalogProblem>> = {
  missing: {
    kind: 'missing',
    what: 'The catalog file is missing or empty',
    next: 'Run npm run ingest to make a new catalog from the source. Check DATABASE_URL if you expected a catalog there.',
    command: INGEST,
  },
  damaged: {
    kind: 'damaged',
    what: 'The catalog file is damaged, or it is not a SQLite database',
    next: 'Run npm run ingest. It keeps the damaged file under another name and makes a new catalog.',
    command: INGEST,
  },
  foreign: {
    kind: 'foreign',
    what: 'The file that DATABASE_URL names is a database of another program',
    next: 'Set DATABASE_URL to another file, or move this one away, then run npm start.',
    command: 'npm start',
  },
  older: {
    kind: 'older',
    what: 'The catalog is of an older version of Watchfloor',
    next: 'Run npm run ingest to update it.',
    command: INGEST,
  },
  newer: {
    kind: 'newer',
    what: 'The catalog is of a newer version of Watchfloor',
    next: 'Update Watchfloor, or set DATABASE_URL to another file, then run npm start.',
    command: 'npm start',
  },
  unreadable: {
    kind: 'unreadable',
    what: 'The catalog file cannot be read',
    next: 'Check DATABASE_URL and the disk, and let the account that runs Watchfloor read and write the file and its folder. Then run npm run ingest.',
    command: INGEST,
  },
  readonly: {
    kind: 'readonly',
    what: 'The catalog file, its folder or its disk is read-only',
    next: 'Let the account that runs Watchfloor write the file and its folder. Then run npm run ingest.',
    command: INGEST,
  },
  full: {
    kind: 'full',
    what: 'The disk that holds the catalog is full',
    next: 'Free some space: a sync needs about three times the size of the catalog. Then run npm run ingest.',
    command: INGEST,
  },
  unreachable: {
    kind: 'unreachable',
    what: 'The database server cannot be reached',
    next: 'Check that PostgreSQL runs, and the host and port in DATABASE_URL. The catalog is served again when it answers.',
    command: 'npm start',
  },
  denied: {
    kind: 'denied',
    what: 'The database server refuses the connection',
    next: 'Check the user, the password and the name of the database in DATABASE_URL, and that the user may use all of its tables.',
    command: 'npm start',
  },
};

/** What PostgreSQL has instead of files. */
const POSTGRESQL_PROBLEMS: Readonly<Partial<Record<ProblemKind, Partial<CatalogProblem>>>> = {
  missing: {
    what: 'The database is empty',
    next: 'Run npm run ingest to make a new catalog in it from the source. Check DATABASE_URL if you expected a catalog there.',
  },
  damaged: {
    what: 'The database is damaged',
    next: 'Restore it, or set DATABASE_URL to an empty database. Then run npm run ingest.',
  },
  foreign: {
    what: 'The database that DATABASE_URL names is one of another program',
    next: 'Make a database for Watchfloor alone, set DATABASE_URL to it, then run npm start.',
    command: 'npm start',
  },
  newer: {
    what: 'The catalog is of a newer version of Watchfloor',
    next: 'Update this instance, which serves again with that version.',
    command: 'npm start',
  },
  older: {
    next: 'Run npm run ingest to update it, or start an instance that may write: older instances then say that they are to be updated.',
  },
  readonly: {
    what: 'The database is a replica or read-only',
    next: 'Set DATABASE_URL to the server that may be written, and let its user write. Then run npm run ingest.',
  },
  full: {
    what: 'The disk of the database server is full',
    next: 'Free some space there. Then run npm run ingest.',
  },
};

export function problemOf(kind: ProblemKind, database: DatabaseKind = 'sqlite'): CatalogProblem {
  const problem = PROBLEMS[kind];
  return database === 'sqlite' ? problem : { ...problem, ...POSTGRESQL_PROBLEMS[kind] };
}

/** The catalog cannot be used. `detail` says more of what is wrong. */
export class CatalogUnavailable extends Error {
  override readonly name = 'CatalogUnavailable';
  readonly problem: CatalogProblem;
  readonly detail: string | null;

  constructor(problem: CatalogProblem, detail: string | null = null) {
    super(`${problem.what}${detail ? ` (${detail})` : ''}. ${problem.next}`);
    this.problem = problem;
    this.detail = detail;
  }
}

// Codes of SQLite, then of the operating system, then of PostgreSQL. Prisma keeps only the message of some errors.
const SIGNS: readonly (readonly [ProblemKind, RegExp])[] = [
  ['damaged', /SQLITE_(CORRUPT|NOTADB)|database disk image is malformed|file is not a database/],
  ['full', /SQLITE_(FULL|IOERR_SHMSIZE)|ENOSPC|EDQUOT|database or disk is full|^53100$/m],
  [
    'readonly',
    /SQLITE_READONLY|EROFS|attempt to write a readonly database|^25006$|in a read-only transaction/m,
  ],
  [
    'unreachable',
    /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|^(08...|57P0[123]|53300)$|Can't reach database server|Connection terminated|timeout (expired|exceeded) when trying to connect/m,
  ],
  [
    'denied',
    /^(28...|3D000|42501)$|Authentication failed|password authentication failed|DatabaseDoesNotExist|DatabaseAccessDenied/m,
  ],
  ['missing', /ENOENT|ENOTDIR/],
  [
    'unreadable',
    /SQLITE_(CANTOPEN|IOERR|PERM|AUTH)|EACCES|EPERM|EISDIR|EIO|disk I\/O error|unable to open database file|directory does not exist/,
  ],
  ['older', /no such (table|column)|has no column named|^42(P01|703)$/m],
];

/** What an error of a database, Prisma or the file system says about the catalog. Null if nothing. */
export function problemKindOf(error: unknown): ProblemKind | null {
  const text = signsOf(error).join('\n');
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}

/** The codes and messages of an error and its causes. */
function signsOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Object) || depth > 4) return [];
  const { code, originalCode, message, originalMessage, cause, meta } = error as Record<
    string,
    unknown
  >;
  const own = [code, originalCode, message, originalMessage].filter(
    (value) => typeof value === 'string',
  );
  const adapter = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return [...own, ...signsOf(cause, depth + 1), ...signsOf(adapter, depth + 1)];
}
