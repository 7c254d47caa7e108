import { CatalogUnavailable, problemKindOf, problemOf } from '../../file/problem';

/** An error of the driver as a CatalogUnavailable, where it says what is wrong with the catalog; else as it is. */
export function postgresqlProblem(error: unknown): unknown {
  if (error instanceof CatalogUnavailable) return error;
  const kind = problemKindOf(error);
  if (!kind) return error;
  return new CatalogUnavailable(problemOf(kind, 'postgresql'), (error as Error).message || null);
}
