import type { Section } from '@/lib/tooling/figures/report';
import type { Ground } from './grounds/ground';
import type { Sample } from './sample';

/** What a part of the soak works with. */
export interface SoakContext {
  /** A temporary folder, which is removed at the end. */
  readonly folder: string;
  /** SQLite, and PostgreSQL where there is a server. */
  readonly grounds: readonly Ground[];
  readonly sample: Sample;
  readonly seed: number;
  /** How many syncs are killed on each database. */
  readonly kills: number;
  /** How many hostile inputs are made. */
  readonly inputs: number;
  readonly readers: number;
  readonly seconds: number;
  /** Gets a line for each step. */
  readonly note: (text: string) => void;
}

/** What a part has found. */
export interface PartResult {
  readonly section: Section;
  /** Promises that were broken: a sentence each. A figure that misses its target is one, too. */
  readonly broken: readonly string[];
}

export interface SoakPart {
  /** What `--only` takes. */
  readonly name: string;
  run(context: SoakContext): Promise<PartResult>;
}
