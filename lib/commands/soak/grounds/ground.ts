/** A kind of database on which catalogs are made, filled and ill-treated. */
export interface Ground {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** A copy of a catalog that no process uses, or an empty one. */
  make(from?: GroundCatalog): Promise<GroundCatalog>;
  close(): Promise<void>;
}

export interface GroundCatalog {
  /** The path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly address: string;
  /** The same as DATABASE_URL has it. */
  readonly url: string;
  /** Runs statements of SQL. */
  execute(sql: string): Promise<void>;
  /** Waits until the database has noticed that the processes that used it are gone. */
  settle(): Promise<void>;
  /** Reads all of it, and says what is damaged. */
  damage(): Promise<readonly string[]>;
  remove(): Promise<void>;
}
