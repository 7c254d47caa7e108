import { hideSecrets } from '../address';
import type { CatalogDatabase } from './database/types';
import type { CatalogProblem } from './file/problem';

/** What a process knows of the catalog that it serves. */
export interface Watch {
  readonly database: CatalogDatabase;
  /** Goes up whenever connections must be opened anew. */
  generation: number;
  /** A connection of this generation is open. */
  isOpen: boolean;
  problem: CatalogProblem | null;
  lookedAt: number;
  /** A query failed since the last look. */
  failed: boolean;
}

/** Writes a problem that is new, or the end of one, to the log. */
export function reportProblem({ database, problem }: Watch, former: CatalogProblem | null): void {
  if (problem?.kind === former?.kind) return;
  const name = hideSecrets(database.address);
  if (problem) console.error(`${name}: ${problem.what}. ${problem.next}`);
  else console.warn(`${name}: The catalog can be used again.`);
}
