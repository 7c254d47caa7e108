import type { DeployFormat, DeployLimits } from './types';

/** A column that a deployed query makes for its entities. */
export interface MadeColumn {
  readonly column: string;
  readonly expression: string;
  /** Of which a query must name one, if it names any; undefined for every query. */
  readonly events?: readonly number[] | undefined;
  /** Columns of the result, or made ones before it. */
  readonly needs: readonly string[];
}

/** An entity of either service: its type or collection, and its identifiers with their columns, in order. */
export interface EntityColumns {
  readonly type: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** What a table's columns say about entities. */
export interface TableEntities {
  readonly tables: readonly string[];
  /** Columns that only some queries make. */
  readonly computed: ReadonlySet<string>;
  readonly made: readonly MadeColumn[];
  readonly entities: readonly EntityColumns[];
  readonly graph: readonly EntityColumns[];
  readonly details: ReadonlyMap<string, string>;
  readonly title: { readonly column: string; readonly word: string } | null;
}

/** Type → the sets of identifiers of which an entity needs one. */
export type Identifiers = ReadonlyMap<
  string,
  { readonly identifiers: ReadonlySet<string>; readonly needs: readonly (readonly string[])[] }
>;

/** How a rule's ATT&CK tags are said in Microsoft's formats. */
export interface DownMap {
  /** Short name → the formats' name. */
  readonly tactics: ReadonlyMap<string, string>;
  /** Technique → its former id. */
  readonly former: ReadonlyMap<string, string>;
  /** Techniques that the formats do not know by their id. */
  readonly newer: ReadonlySet<string>;
  /** Tactic → the techniques that Azure-Sentinel's validation accepts there. */
  readonly azureSentinel: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Connector {
  readonly connectorId: string;
  readonly dataTypes: readonly string[];
}

/** What is done with the files of a format. */
export interface DeployWay {
  readonly name: string;
  readonly what: string;
  /** In a bundle; `.` for the bundle itself. */
  readonly folder: string;
  readonly needs: string;
  /** Two, to be run in the bundle's folder. */
  readonly commands: readonly string[];
}

/** What is known about deploying: the data of `content/entities` and `content/deploy`. */
export interface DeployKnowledge {
  /** By table or ASIM parser. */
  readonly entities: ReadonlyMap<string, TableEntities>;
  readonly limits: DeployLimits;
  readonly attack: DownMap;
  /** By table. */
  readonly connectors: ReadonlyMap<string, readonly Connector[]>;
  readonly identifiers: { readonly sentinel: Identifiers; readonly graph: Identifiers };
  readonly nearRealTime: {
    readonly tables: ReadonlySet<string>;
    readonly operators: ReadonlySet<string>;
  };
  /** Of every format, in their order. */
  readonly ways: ReadonlyMap<DeployFormat, DeployWay>;
}
