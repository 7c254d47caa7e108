/** A row as a table would hold it: column → value of the column's type (datetimes ISO 8601). */
export type Row = Readonly<Record<string, unknown>>;

/** Where an event ends up: `table` is a table or an ASIM parser's name. */
export interface TableRow {
  readonly table: string;
  readonly row: Row;
  /**
   * recorded: the connector writes this very event to the table. equivalent: the table belongs to
   * another sensor, and this is what it would hold for the same activity, as far as documented.
   */
  readonly origin: 'recorded' | 'equivalent';
  /** Where the mapping is documented: parser, table reference or sample. */
  readonly source: string;
}

/** Column → Kusto type of one target's tables, as `content/schemas` holds them. */
export type TableSchemas = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A named value of an event. Unnamed `<Data>` elements of classic providers have a null name. */
export interface DataValue {
  readonly name: string | null;
  readonly value: string;
}

/** A Windows event, or a Sysmon for Linux one: the same XML schema. Values as the XML has them. */
export interface EventRecord {
  readonly provider: string;
  readonly providerGuid: string;
  readonly channel: string;
  readonly eventId: number;
  readonly computer: string;
  /** ISO 8601 UTC. */
  readonly time: string | null;
  readonly level: number;
  readonly task: number;
  readonly opcode: number;
  readonly version: number;
  readonly keywords: string;
  readonly recordId: string;
  readonly processId: number;
  readonly threadId: number;
  readonly userId: string;
  readonly data: readonly DataValue[];
  /** The element inside `<UserData>` that carries `data`, when the provider uses that form. */
  readonly userData: string | null;
  /** The rendered message, where the event carries one. */
  readonly message: string | null;
}

/** An event of any other log, with the log source that determines how to read it. */
export interface SourceEvent {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly event: Readonly<Record<string, unknown>>;
}

export type RawEvent =
  | { readonly kind: 'record'; readonly record: EventRecord }
  | { readonly kind: 'source'; readonly source: SourceEvent };
