/** What an engine says that a query took; null where it does not say. */
export interface EngineCost {
  readonly elapsedMs: number | null;
  readonly cpuMs: number | null;
  readonly scannedRows: number | null;
  readonly scannedBytes: number | null;
}

export const NO_COST: EngineCost = {
  elapsedMs: null,
  cpuMs: null,
  scannedRows: null,
  scannedBytes: null,
};

/** A query's result: rows by the names of their columns. */
export interface EngineAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly cost: EngineCost;
}

/** How to ask one engine: what is sent where, and how its answer is read. */
export interface EngineProtocol {
  readonly url: URL;
  /** Of the token that it asks for. */
  readonly scope: string | null;
  readonly headers: Readonly<Record<string, string>>;
  bodyOf(kql: string): unknown;
  /** Throws an EngineFailure if the answer is of another form, or says that the query failed or was cut. */
  read(answer: unknown): EngineAnswer;
  /** What an answer with an error status says; null if nothing of the engine's form. */
  errorIn(answer: unknown): string | null;
}

export type EngineFailureKind =
  /** The engine does not take the query. */
  | 'query'
  /** It stopped before the end, so that its rows cannot be trusted. */
  | 'partial'
  /** It does not let this person or address ask. */
  | 'denied'
  /** Too many requests, or trouble of its own, also after several tries. */
  | 'busy'
  | 'unreachable'
  | 'late'
  /** An answer that is not of its protocol. */
  | 'malformed'
  /** What the run was allowed to take is used up. */
  | 'budget';

/** A query without a usable answer. The message holds no token. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly kind: EngineFailureKind;

  constructor(kind: EngineFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
