import type { CatalogProblem } from '../file/problem';
import type { RuleIndex } from '../rule-index';
import type { SyncHolder } from '../stored/sync-holder';
import type { Catalog } from './catalog';
import type { IndexRows } from './index-rows';

/** The database that holds a catalog: everything in which SQLite and PostgreSQL differ for those who read. */
export interface CatalogDatabase {
  readonly kind: 'sqlite' | 'postgresql';
  /** The path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly address: string;
  /** Opens it. `onFailure` gets each error of the database before the caller does. */
  open(onFailure: (error: unknown) => void): Catalog;
  /**
   * Brings it to the newest schema, and returns the names of the migrations that this took. Throws a
   * CatalogUnavailable if it is of a newer Watchfloor or of another program.
   */
  migrate(): Promise<readonly string[]>;
  /** Why the catalog cannot be used; null if it can. */
  inspect(): Promise<CatalogProblem | null>;
  /** Why this version of Watchfloor can read the catalog, but not write it; null if it can. */
  whyReadOnly(): Promise<string | null>;
  /** The sync that runs now. */
  runningSync(): Promise<SyncHolder | null>;
  /** Gives `use` the rows of one state of the catalog, whatever a sync writes meanwhile. */
  withIndexRows<Result>(use: (rows: IndexRows) => Promise<Result>): Promise<Result>;
  /** The search of one state of the catalog. */
  search(catalog: Catalog, index: RuleIndex): TextSearch;
  ownTexts(catalog: Catalog): OwnTexts;
}

export const AHEAD = 'a newer Watchfloor has migrated it';

/** A word, of which a text may have more, or a phrase. */
export interface AskedText {
  readonly text: string;
  readonly phrase: boolean;
}

/** Finds texts in rules. Rules are named by their places in the index; those that it does not have are left out. */
export interface TextSearch {
  /** Up to `most` rules whose words match, with their ranks by bm25, of which lower is better. */
  ranked(
    asked: AskedText,
    most: number,
    within: 'all' | 'title',
  ): Promise<readonly (readonly [place: number, rank: number])[]>;
  /** All rules whose words match. */
  matching(asked: AskedText): Promise<readonly number[]>;
  /**
   * The rules that have a text anywhere in their own text or in a query, inside a word too, without those that
   * are known. Small and capital letters are the same, and `_` and `%` stand for any character.
   */
  withPart(text: string, isKnown: (place: number) => boolean): Promise<readonly number[]>;
}

/** Finds phrases in the rules' own texts. */
export interface OwnTexts {
  /** How many rules have it. */
  count(phrase: string): Promise<number>;
  /** The ids of those that have any of them, the best first. */
  likeliest(phrases: readonly string[], most: number): Promise<readonly string[]>;
}
