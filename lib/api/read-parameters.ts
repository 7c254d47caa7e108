import { z } from 'zod';
import { badParameters, type Problem } from './problem';

/** The parameters that an operation takes, by name. Their schemas say what of a text is read: its JSON type. */
export type Parameters = z.ZodRawShape;

type Kind = 'list' | 'integer' | 'boolean' | 'text';

const KINDS = new Map<unknown, Kind>([
  ['array', 'list'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
]);

/** What a parameter's schema is as JSON Schema, and how its text is read. */
export function describeParameter(schema: z.core.$ZodType) {
  const { $schema: _, description, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return { description, json, kind: KINDS.get(json.type) ?? 'text' };
}

/**
 * The values of a request's parameters. Throws an ApiProblem that names each parameter that is unknown, is given more than
 * once, or has a value that its schema does not take.
 */
export function readParameters<Shape extends Parameters>(
  shape: Shape,
  path: ReadonlyMap<string, string>,
  query: URLSearchParams,
): z.output<z.ZodObject<Shape>> {
  const errors: NonNullable<Problem['errors']> = [];
  const values = new Map<string, unknown>(path);
  for (const name of new Set(query.keys())) {
    const schema = path.has(name) ? undefined : ownSchema(shape, name);
    if (schema) {
      const read = readValue(query.getAll(name), describeParameter(schema).kind);
      if ('error' in read) errors.push({ parameter: name, detail: read.error });
      else values.set(name, read.value);
    } else errors.push({ parameter: shown(name), detail: unknownName(shape, path) });
  }
  if (errors.length > 0) throw badParameters(errors);
  const result = z.object(shape).safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  throw badParameters(
    result.error.issues.map(({ path: [name], message }) => ({
      parameter: String(name),
      detail: sentence(message),
    })),
  );
}

function ownSchema(shape: Parameters, name: string): z.core.$ZodType | undefined {
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

function readValue(
  texts: readonly string[],
  kind: Kind,
): { readonly value: unknown } | { readonly error: string } {
  if (kind === 'list') {
    const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
    return { value: [...new Set(parts.filter((part) => part !== ''))] };
  }
  const [text = '', ...more] = texts;
  if (more.length > 0) return { error: 'is given more than once. Give it once.' };
  if (kind === 'integer') {
    return /^\d{1,15}$/.test(text)
      ? { value: Number(text) }
      : { error: 'must be a whole number in digits.' };
  }
  if (kind === 'boolean') {
    return text === 'true' || text === 'false'
      ? { value: text === 'true' }
      : { error: 'must be true or false.' };
  }
  return { value: text };
}

function unknownName(shape: Parameters, path: ReadonlyMap<string, string>): string {
  const known = Object.keys(shape).filter((name) => !path.has(name));
  return known.length === 0
    ? 'is not known here, and there are none.'
    : `is not known here. Use ${known.join(', ')}.`;
}

/** A name as the client wrote it, as far as it can be one. */
function shown(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? name : 'in the address';
}

/** Zod's words for what is wrong, after “The parameter x”. */
function sentence(message: string): string {
  return `is not valid: ${message}${message.endsWith('.') ? '' : '.'}`;
}
