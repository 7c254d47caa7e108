import type { Transaction } from '@/lib/catalog/database/catalog';
import type { CatalogDatabase } from '@/lib/catalog/database/types';
import type { Catalog } from '../../catalog/client';
import type { Lock } from '../lock';
import type { Progress } from '../progress';

/** A catalog's database for a sync: everything in which SQLite and PostgreSQL differ for those who write. */
export interface SyncStore {
  readonly database: CatalogDatabase;
  /** Lets one sync of a catalog run at a time. Throws a SyncFailure that names the other. */
  lock(): Promise<Lock>;
  /** Makes the catalog, repairs it as far as that is possible, and migrates it. */
  prepare(progress: Progress): Promise<void>;
  /** Called with the connection that the sync will use. */
  begin(catalog: Catalog): Promise<void>;
  /** Makes what the sync has left behind small. A failure is a note. */
  tidy(progress: Progress): Promise<void>;
  readonly writer: StoreWriter;
}

export type ColumnValue = string | number | boolean | Date | Uint8Array | null;

export type RuleUpdate = { id: string } & Record<string, ColumnValue>;

/** The texts of a rule that a search looks in. */
export interface SearchedTexts {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly raw: string;
  readonly kql: string;
  readonly hypothesis: string;
}

/** Statements that the two databases have in different forms. */
export interface StoreWriter {
  /** A value that the database takes, for one that it may not. */
  storable(value: ColumnValue): ColumnValue;
  /** Sets the same columns of several rules, one statement for all. */
  updateRules(
    transaction: Transaction,
    columns: readonly string[],
    rows: readonly RuleUpdate[],
  ): Promise<void>;
  /** Takes rules out of the index of the search. */
  forgetTexts(transaction: Transaction, ids: readonly string[]): Promise<void>;
  /** Puts rules into the index of the search that are not in it. */
  indexTexts(transaction: Transaction, texts: readonly SearchedTexts[]): Promise<void>;
  /** Lets the tables that number their rows go on after rows whose numbers came with them. */
  continueNumbers(transaction: Transaction): Promise<void>;
}
