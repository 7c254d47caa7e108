import type { TableRow } from '@/lib/events';
import type { Schemas } from '@/lib/kql/schemas';
import type { Target } from '@/lib/target';

/** A query ready to be run on rows, or why it cannot be. */
export type RunnableQuery =
  | { readonly fires: (rows: readonly TableRow[]) => boolean }
  | { readonly failure: string };

/** What proving needs beside the rule: schemas, versions, and an interpreter of KQL. */
export interface ProofContext {
  readonly schemas: Schemas;
  readonly translatorVersion: string;
  readonly compile: (kql: string, target: Target) => RunnableQuery;
}
