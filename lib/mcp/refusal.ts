import { CatalogUnavailable } from '@/lib/catalog/file/problem';
import { isTranslateRefusal } from '@/lib/workbench/translate-refusal';

/** A question that gets no answer, for a reason that the caller can act on: what is wrong, and the next step. */
export class McpRefusal extends Error {
  override readonly name = 'McpRefusal';
}

/**
 * What to tell a caller of an error, with the next step. An error that only a developer can act on goes to the log, and the
 * caller learns nothing of it but that it happened.
 */
export function refusalText(error: unknown): string {
  if (error instanceof McpRefusal || isTranslateRefusal(error)) return error.message;
  if (error instanceof CatalogUnavailable) {
    return `${error.problem.what}. Tell the operator: ${error.problem.next}`;
  }
  console.error(error);
  return 'The answer failed unexpectedly. Tell the operator to look into the log of Watchfloor, and ask something else.';
}
