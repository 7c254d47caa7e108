import { z } from 'zod';

/** A column of the catalog that does not hold what the catalog writes there. */
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

/** A column that holds a `Value`: as JSON, or packed. */
export interface Column<Value, Stored = string> {
  /**
   * The value that is stored, checked. `id` is the row's, for the error. Throws a StoredValueError that
   * names the table, the column and the row.
   */
  read(stored: Stored, id: string | number): Value;
  write(value: Value): Stored;
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

/** Nothing if the schema and the value are the same, else what differs. */
export type Drift<Value, Schema extends z.ZodType> =
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
    read: checked(name, (text: string) => schema.parse(JSON.parse(text))),
    write: (value) => JSON.stringify(value),
  });
}

/** How the column `name` is read: as `read` does, whose error becomes a StoredValueError. */
export function checked<Value, Stored>(
  name: string,
  read: (stored: Stored) => Value,
): Column<Value, Stored>['read'] {
  return (stored, id) => {
    try {
      return read(stored);
    } catch (error) {
      throw new StoredValueError(name, id, error);
    }
  };
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
