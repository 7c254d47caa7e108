import type { Checker } from '@/lib/kql';
import type { Target } from '@/lib/target';
import type { ValidationFinding } from '../types';
import type { DeployedQuery } from './reading';

/** What Microsoft's binder finds in a deployed query, and the columns that it does not return. */
export function bindQuery(
  { place, text, columns }: DeployedQuery,
  target: Target,
  checker: Checker,
): ValidationFinding[] {
  const errors = checker
    .check(text, target)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => ({ code: 'validate/query' as const, place, message }));
  if (errors.length > 0 || columns.length === 0) return errors;
  const returned = new Set(checker.describe(text, target).columns.map(({ name }) => name));
  return columns
    .filter(({ name }) => !returned.has(name))
    .map((column) => ({
      code: 'validate/column',
      place: column.place,
      message: `The query does not return the column ${column.name}`,
    }));
}
