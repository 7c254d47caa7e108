import type { Diagnostic } from '../diagnostic';

export interface Tactic {
  readonly id: string;
  readonly shortName: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
}

/** A statement of ATT&CK about a technique, with its source. */
export interface Linked {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly text: string;
  /** The first publication that ATT&CK cites for it. */
  readonly source: { readonly name: string; readonly url: string | null } | null;
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
  /** The few most recently described; `known` counts all. */
  readonly groups: readonly Linked[];
  readonly software: readonly Linked[];
  readonly known: { readonly groups: number; readonly software: number };
}

/** ATT&CK as this project uses it; any version. */
export interface Attack {
  /** `19.2`; `unknown` when neither the bundle nor facts state one. */
  readonly version: string;
  /** In matrix order. */
  readonly tactics: readonly Tactic[];
  readonly techniques: ReadonlyMap<string, Technique>;
  /** Revoked or deprecated id → its live successor, or null. */
  readonly revoked: ReadonlyMap<
    string,
    { readonly name: string | null; readonly successor: string | null }
  >;
  /** A tactic's short name in an earlier version → the one it has now. */
  readonly formerTactics: ReadonlyMap<string, string>;
  /** Groups, software, campaigns and data sources that tags may name: `G0016`, `S0002`. */
  readonly others: ReadonlyMap<string, { readonly name: string; readonly url: string }>;
  /** false: ids, names and tactics only. */
  readonly hasTexts: boolean;
  /** Problems with the bundle, and notes about it. */
  readonly diagnostics: readonly Diagnostic[];
}
