/** A row as it would stand in a table: column → value of the column's type (datetimes ISO 8601). */
export type Row = Readonly<Record<string, unknown>>;

/** Where an event ends up: `table` is a table or an ASIM parser's name. */
export interface TableRow {
  readonly table: string;
  readonly row: Row;
}
