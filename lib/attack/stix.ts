import { z } from 'zod';

// STIX 2.0 and 2.1 differ here only in where they put `spec_version`, so one reader serves both. Each
// object is checked for the few properties that are used; what else it carries does not matter.

const reference = z.object({
  source_name: z.string(),
  external_id: z.string().optional(),
  url: z.string().optional(),
});

const common = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  modified: z.string().optional(),
  revoked: z.boolean().optional(),
  x_mitre_deprecated: z.boolean().optional(),
  x_mitre_domains: z.array(z.string()).optional(),
  external_references: z.array(reference).optional(),
});

const named = common.extend({ name: z.string() });

const SCHEMAS = {
  'x-mitre-collection': common.extend({ x_mitre_version: z.string().optional() }),
  'x-mitre-matrix': common.extend({ tactic_refs: z.array(z.string()) }),
  'x-mitre-tactic': named.extend({ x_mitre_shortname: z.string() }),
  'attack-pattern': named.extend({
    kill_chain_phases: z
      .array(z.object({ kill_chain_name: z.string(), phase_name: z.string() }))
      .optional(),
    x_mitre_platforms: z.array(z.string()).optional(),
    x_mitre_detection: z.string().optional(),
    x_mitre_data_sources: z.array(z.string()).optional(),
  }),
  'course-of-action': named,
  'intrusion-set': named,
  malware: named,
  tool: named,
  campaign: named,
  'x-mitre-data-source': named,
  'x-mitre-data-component': named.extend({
    x_mitre_data_source_ref: z.string().optional(),
  }),
  'x-mitre-detection-strategy': named.extend({
    x_mitre_analytic_refs: z.array(z.string()).optional(),
  }),
  'x-mitre-analytic': common.extend({
    x_mitre_platforms: z.array(z.string()).optional(),
    x_mitre_log_source_references: z
      .array(
        z.object({
          x_mitre_data_component_ref: z.string(),
          name: z.string().optional(),
          channel: z.string().nullish(),
        }),
      )
      .optional(),
  }),
  relationship: common.extend({
    relationship_type: z.string(),
    source_ref: z.string(),
    target_ref: z.string(),
  }),
} as const;

type Schemas = typeof SCHEMAS;
export type StixType = keyof Schemas;
export type Stix<T extends StixType = StixType> = z.infer<Schemas[T]>;

export interface StixBundle {
  list<T extends StixType>(type: T): readonly Stix<T>[];
  get<T extends StixType>(type: T, ref: string): Stix<T> | undefined;
  /** Any object that has a name. */
  named(ref: string): Stix<'malware'> | undefined;
  /** Live relationships of a type, by what they point at. */
  relationsTo(type: string, target: string): readonly Stix<'relationship'>[];
  readonly relations: readonly Stix<'relationship'>[];
  /** Type → how many objects could not be read, and what was wrong with the first. */
  readonly bad: ReadonlyMap<string, { count: number; first: string }>;
  /** The latest `modified` of all objects, ISO 8601, or null. */
  readonly latest: string | null;
}

const DOMAIN = 'enterprise-attack';

export function readStix(objects: readonly unknown[]): StixBundle {
  const lists = new Map<string, Stix[]>();
  const byRef = new Map<string, Stix>();
  const bad = new Map<string, { count: number; first: string }>();
  let latest: string | null = null;
  for (const value of objects) {
    const type = typeOf(value);
    if (!type) {
      report(bad, 'object', 'it has no type');
      continue;
    }
    if (!Object.hasOwn(SCHEMAS, type)) continue;
    const read = SCHEMAS[type as StixType].safeParse(value);
    if (!read.success) {
      const issue = read.error.issues[0];
      report(
        bad,
        type,
        `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is malformed'}`.trim(),
      );
      continue;
    }
    const object = read.data as Stix;
    if (object.x_mitre_domains && !object.x_mitre_domains.includes(DOMAIN)) continue;
    if (object.modified && (latest === null || object.modified > latest)) latest = object.modified;
    byRef.set(object.id, object);
    const list = lists.get(type);
    if (list) list.push(object);
    else lists.set(type, [object]);
  }
  const list = <T extends StixType>(type: T) => (lists.get(type) ?? []) as Stix<T>[];
  const relations = list('relationship').filter((relation) => !isDead(relation));
  const byTarget = new Map<string, Stix<'relationship'>[]>();
  for (const relation of relations) {
    const key = `${relation.relationship_type} ${relation.target_ref}`;
    const known = byTarget.get(key);
    if (known) known.push(relation);
    else byTarget.set(key, [relation]);
  }
  return {
    list,
    get: <T extends StixType>(type: T, ref: string) => {
      const object = byRef.get(ref);
      return object?.type === type ? (object as Stix<T>) : undefined;
    },
    named: (ref) => {
      const object = byRef.get(ref);
      return object?.name ? (object as Stix<'malware'>) : undefined;
    },
    relationsTo: (type, target) => byTarget.get(`${type} ${target}`) ?? [],
    relations,
    bad,
    latest,
  };
}

/** The objects of a bundle, or null when the value is not a bundle. */
export function objectsOf(bundle: unknown): readonly unknown[] | null {
  if (typeof bundle !== 'object' || bundle === null || !('objects' in bundle)) return null;
  return Array.isArray(bundle.objects) ? bundle.objects : null;
}

export function isDead(object: { revoked?: boolean; x_mitre_deprecated?: boolean }): boolean {
  return object.revoked === true || object.x_mitre_deprecated === true;
}

/** `T1059.003`: the id that MITRE's own reference gives an object. */
export function externalId(object: Stix): string | null {
  return mitreReference(object)?.external_id ?? null;
}

export function externalUrl(object: Stix): string | null {
  const url = mitreReference(object)?.url;
  return url?.startsWith('https://') ? url : null;
}

/** The first publication that an object cites, MITRE's own page aside. */
export function citation(object: Stix): { name: string; url: string | null } | null {
  const found = object.external_references?.find((entry) => !entry.source_name.startsWith('mitre'));
  if (!found) return null;
  const url = found.url;
  return { name: found.source_name, url: url && /^https?:\/\//.test(url) ? url : null };
}

function mitreReference(object: Stix) {
  return object.external_references?.find(
    (entry) => entry.source_name === 'mitre-attack' && entry.external_id !== undefined,
  );
}

function typeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  return typeof value.type === 'string' ? value.type : null;
}

function report(bad: Map<string, { count: number; first: string }>, type: string, reason: string) {
  const known = bad.get(type);
  if (known) known.count++;
  else bad.set(type, { count: 1, first: reason });
}
