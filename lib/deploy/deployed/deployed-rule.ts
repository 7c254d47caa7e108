/** A detection in an export of somebody's tenant, as far as it can be compared. */
export interface DeployedRule {
  /** The file, and the place in it: `rules.json, resources[3]`. */
  readonly place: string;
  readonly kind: 'analytics rule' | 'custom detection' | 'hunting query';
  /** The service's id: a GUID, or `wf-…` of a custom detection. Null if the export has none. */
  readonly id: string | null;
  readonly name: string;
  readonly query: string;
  readonly version: string | null;
  /** Of the query when it was exported; null if the export does not say. */
  readonly fingerprint: string | null;
  /** Null if the export does not say. */
  readonly enabled: boolean | null;
  /** `DefenseEvasion`, as the export has them. */
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  /** Of the Sigma rule that it says it comes from. */
  readonly sigmaId: string | null;
}

export interface DeployedFile {
  readonly name: string;
  readonly text: string;
}

/** A file, or a part of one, that could not be read. */
export interface UnreadPart {
  readonly place: string;
  readonly reason: string;
}
