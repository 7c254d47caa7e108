export interface Tactic {
  readonly id: string;
  readonly shortName: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
}

/** Something ATT&CK says about a technique, with where it says so. */
export interface Linked {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly text: string;
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly description: string;
  readonly url: string;
  /** Short names, in matrix order. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  readonly dataComponents: readonly Linked[];
  readonly detections: readonly Linked[];
  readonly mitigations: readonly Linked[];
  readonly groups: readonly Linked[];
  readonly software: readonly Linked[];
}

/** ATT&CK as this project uses it; any version. */
export interface Attack {
  readonly version: string;
  /** In matrix order. */
  readonly tactics: readonly Tactic[];
  readonly techniques: ReadonlyMap<string, Technique>;
  /** Revoked or deprecated id → its live successor, or null. */
  readonly revoked: ReadonlyMap<
    string,
    { readonly name: string | null; readonly successor: string | null }
  >;
  /** Groups and software that tags may name: `G0016`, `S0002`. */
  readonly others: ReadonlyMap<string, { readonly name: string; readonly url: string }>;
  /** false: ids, names and tactics only. */
  readonly hasTexts: boolean;
}
