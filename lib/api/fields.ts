import { z } from 'zod';
import { badParameter } from './problem';

/** The parameter of every operation that can answer with less. */
export const fieldsParameter = z
  .array(z.string().min(1).max(40))
  .max(60)
  .optional()
  .describe(
    'Names of the answer’s fields, or of a list’s items, with commas between them: only these are given, and `id` where there is one.',
  );

/** The fields that a client asked for; null for all. Throws an ApiProblem that lists the known ones for an unknown one. */
export function wantedFields(
  asked: readonly string[] | undefined,
  schema: z.ZodObject,
): ReadonlySet<string> | null {
  if (!asked || asked.length === 0) return null;
  const known = Object.keys(schema.shape);
  if (asked.some((name) => !known.includes(name))) {
    throw badParameter(
      'fields',
      `has a name that is not known. The fields are ${known.join(', ')}.`,
    );
  }
  return new Set(known.includes('id') ? ['id', ...asked] : asked);
}

/** The fields of a value that are wanted. */
export function pickFields(value: object, wanted: ReadonlySet<string> | null): object {
  if (!wanted) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => wanted.has(name)));
}

/** The schema of what `pickFields` gives. */
export function partOf(schema: z.ZodObject): z.ZodObject {
  const part = schema.partial();
  return Object.hasOwn(schema.shape, 'id') ? part.required({ id: true }) : part;
}
