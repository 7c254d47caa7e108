import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Target } from '@/lib/target';

/** The formats that a rule can be deployed in, in the order in which they are offered. */
export const DEPLOY_FORMATS = [
  'sentinel-yaml',
  'arm',
  'bicep',
  'terraform',
  'azapi',
  'defender-json',
  'hunting',
  'kql',
] as const;
export type DeployFormat = (typeof DEPLOY_FORMATS)[number];

/** `refused`: there is no file. `lost`: the file lacks something of the rule. `changed`: it says it otherwise. */
export type LossEffect = 'refused' | 'lost' | 'changed';

/** What a format cannot carry, shown beside the format before anything is copied. */
export interface Loss {
  /** `deploy/…`, one for each kind. */
  readonly code: `deploy/${string}`;
  /** The property in question, as the format writes it: `tactics`, `entityMappings`, `query`. */
  readonly field: string;
  /** A sentence for people, with the next step if there is one. */
  readonly message: string;
  readonly effect: LossEffect;
}

export type DeploySeverity = 'Informational' | 'Low' | 'Medium' | 'High';

/** A technique as the formats know it: after ATT&CK 19 is mapped down. */
export interface DeployTechnique {
  /** `T1059` or `T1059.001`. */
  readonly id: string;
  /** Those of the deployable's tactics that it belongs to: `DefenseEvasion`. */
  readonly tactics: readonly string[];
  /** Those under which Azure-Sentinel's validation accepts the technique; it does not know every one. */
  readonly azureSentinel: readonly string[];
}

/** An entity that Sentinel makes of columns of the result. */
export interface EntityMapping {
  /** `Host`, as ARM writes it. */
  readonly type: string;
  readonly fields: readonly { readonly identifier: string; readonly column: string }[];
}

/**
 * An entity that Defender makes of columns of the result: in `hosts`, `accounts` and so on, the
 * properties of Graph's entityMappingConfiguration: `deviceIdColumn` → `DeviceId`.
 */
export interface GraphEntity {
  readonly collection: string;
  readonly columns: readonly { readonly property: string; readonly column: string }[];
}

export interface Schedule {
  /** Minutes between two runs. */
  readonly frequency: number;
  /** Minutes that each run looks back; at least the frequency. */
  readonly period: number;
  /** Why it is so, in a sentence. */
  readonly reason: string;
}

/** A detection of a rule on a target, independent of the format it is written in. */
export interface Deployable {
  /** A UUIDv5 of the rule, the target and, for an alternative query, its table. It never changes. */
  readonly id: string;
  readonly ruleId: string;
  readonly target: Target;
  /** Null if the query reads no table. */
  readonly table: string | null;
  /** The rule's title; of an alternative query with its telemetry: `… (Security log 4688)`. */
  readonly name: string;
  /** With author, licence and link, without limits of length. */
  readonly description: string;
  readonly severity: DeploySeverity;
  /** Sigma's own word: a rule below medium, or for threat hunting, is a hunting query first. */
  readonly isHunting: boolean;
  /** Microsoft's names: `DefenseEvasion`. In the rule's order. */
  readonly tactics: readonly string[];
  readonly techniques: readonly DeployTechnique[];
  /** Comment lines with title, author, licence and link, ending in a newline. */
  readonly header: string;
  /** What is deployed, without the header, with the columns that its entities need. */
  readonly query: string;
  /** What the query returns before the columns for its entities: all of the table `passes`, and `columns`. */
  readonly result: Pick<QueryFacts, 'passes' | 'columns'>;
  readonly schedule: Schedule;
  /** A result of more rows than this raises an alert. */
  readonly threshold: number;
  /** In order of importance, without limits of number. Only columns of the result. */
  readonly entities: readonly EntityMapping[];
  readonly graphEntities: readonly GraphEntity[];
  /** Names of at most 20 characters, with the column whose value each shows. */
  readonly customDetails: readonly { readonly name: string; readonly column: string }[];
  /** Alert title with columns in it, `Shadow copies deleted on {{DeviceName}}`; null if none deserves it. */
  readonly alertTitle: string | null;
  /** What to look at when it fires, for formats that have a place for it. */
  readonly recommendedActions: string;
  readonly connectors: readonly {
    readonly connectorId: string;
    readonly dataTypes: readonly string[];
  }[];
  /** `1.0.3`: the last number counts the rule's changes. */
  readonly version: string;
  /** Why it cannot run in near real time; empty if it can. */
  readonly notNearRealTime: {
    readonly sentinel: readonly string[];
    readonly defender: readonly string[];
  };
  readonly tags: readonly string[];
  /** Of every format, as when ATT&CK 19 is mapped down. */
  readonly losses: readonly Loss[];
}

/** A deployable, or why there is none. */
export type MadeDeployable =
  | { readonly deployable: Deployable; readonly refused: null }
  | { readonly deployable: null; readonly refused: Loss };

/** The names of `content/deploy/limits.yml`. */
export const LIMITS = [
  'queryCharacters',
  'nameCharacters',
  'descriptionCharacters',
  'titleFormatCharacters',
  'titleFormatColumns',
  'versionCharacters',
  'entities',
  'entityIdentifiers',
  'customDetails',
  'customDetailNameCharacters',
  'customDetailBytes',
  'alertsPerRun',
  'enabledRules',
  'nearRealTimeRules',
  'shortestMinutes',
  'longestMinutes',
  'builtInDelayMinutes',
  'templateBytes',
  'templateResources',
  'graphIdCharacters',
  'graphTactics',
  'graphCustomDetails',
  'graphCustomDetailBytes',
  'graphTitleColumns',
  'graphAlertsPerRun',
] as const;

/** What the services and formats accept at most. */
export type DeployLimits = Readonly<Record<(typeof LIMITS)[number], number>>;

/** One file of a rendering, or of a bundle. */
export interface RenderedFile {
  /** Below the folder of its format, or of the bundle, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
  /** Every rule in the format has this file, and it is the same for all of them. */
  readonly isShared?: true;
}

/** Files that deploy, or none and a loss that says why (effect `refused`). */
export interface Rendering {
  readonly format: DeployFormat;
  readonly files: readonly RenderedFile[];
  readonly losses: readonly Loss[];
}

/** Writes a deployable in one format. Pure: the same deployable gives the same bytes. */
export type Renderer = (deployable: Deployable) => Rendering;

/** What a validator finds in a file; none is valid. It never comes from the code that wrote the file. */
export interface ValidationFinding {
  readonly code: `validate/${string}`;
  /** Where in the file: `resources[0].properties.severity`, or `line 12`. */
  readonly place: string;
  readonly message: string;
}
