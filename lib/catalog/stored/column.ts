import { z } from 'zod';

/** A JSON column of the catalog that does not hold what the catalog writes there. */
export class StoredValueError extends Error {
  override readonly name = 'StoredValueError';

  constructor(column: string, id: string | number, cause: unknown) {
    super(`${column} of ${id} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    const [first] = cause.issues;
    return `${first?.message} at ${first?.path.join('.') || 'its top'}`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}

/** A column that holds a `Value` as JSON. */
export interface Column<Value> {
  /**
   * The value in `text`, checked. `id` is the row's, for the error. Throws a StoredValueError that
   * names the table, the column and the row.
   */
  read(text: string, id: string | number): Value;
  write(value: Value): string;
}

/** A value as JSON returns it: nothing is `readonly`. */
type Parsed<Value> = Value extends readonly (infer Item)[]
  ? Parsed<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Parsed<Value[Key]> }
    : Value;

/** The same with every property required, so that one missing on either side shows. */
type Complete<Value> = Value extends readonly (infer Item)[]
  ? Complete<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]-?: Complete<Value[Key]> }
    : Value;

type Drift<Value, Schema extends z.ZodType> =
  Parsed<Value> extends z.input<Schema>
    ? Complete<z.output<Schema>> extends Complete<Value>
      ? []
      : ['the schema drops a property of the type']
    : ['the schema refuses some values of the type'];

/**
 * Defines the column `name`, written `Table.column`. Compiles only where `schema` and `Value` are the
 * same: the schema returns only a `Value`, accepts every `Value`, and keeps all of it.
 */
export function column<Value>() {
  return <Schema extends z.ZodType<Value>>(
    name: string,
    schema: Schema,
    ..._drift: Drift<Value, Schema>
  ): Column<Value> => ({
    read(text, id) {
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        throw new StoredValueError(name, id, error);
      }
    },
    write: (value) => JSON.stringify(value),
  });
}

/**
 * What `read` returns. If a value cannot be read, returns `otherwise` and logs the value with its
 * row: one bad row must not break a page that shows many.
 */
export function readOr<Value>(otherwise: Value, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StoredValueError)) throw error;
    console.error(error.message);
    return otherwise;
  }
}
