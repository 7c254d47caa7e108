import { openApiDocument } from './openapi';

/** A parameter or a field, as the reference shows it. */
export interface ReferenceField {
  readonly name: string;
  /** `text`, `list of Query`, `high or low`, … */
  readonly type: string;
  /** The part of answers that the type names; null for none. */
  readonly part: string | null;
  readonly description: string;
}

export interface ReferenceOperation {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ReferenceField[];
  readonly example: string;
  /** What kind of answer it is. */
  readonly answer: string;
  readonly fields: readonly ReferenceField[];
}

export interface Reference {
  readonly groups: readonly {
    readonly name: string;
    readonly operations: readonly ReferenceOperation[];
  }[];
  /** Parts of answers that several answers have. */
  readonly parts: readonly { readonly name: string; readonly fields: readonly ReferenceField[] }[];
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly format?: string;
  readonly maximum?: number;
}

interface PathOperation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly description: string;
    readonly schema: Schema;
  }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
  readonly 'x-codeSamples': readonly [{ readonly source: string }];
}

interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, { readonly get: PathOperation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The OpenAPI document of a server as people read it. */
export function readReference(origin: string): Reference {
  const document = openApiDocument(origin) as unknown as Document;
  const schemas = new Map(Object.entries(document.components.schemas));
  const operations = Object.entries(document.paths).map(([path, { get }]) => ({
    group: get.tags[0],
    operation: readOperation(path, get, schemas),
  }));
  const shown = new Set<string>();
  for (const { operation } of operations) addParts(shown, operation.fields, schemas);
  return {
    groups: document.tags.map(({ name }) => ({
      name,
      operations: operations.flatMap(({ group, operation }) => (group === name ? operation : [])),
    })),
    parts: [...shown].map((name) => ({ name, fields: fieldsOf(schemas.get(name) ?? {}) })),
  };
}

/** Adds the parts that fields name, and those that these name. */
function addParts(
  shown: Set<string>,
  fields: readonly ReferenceField[],
  schemas: ReadonlyMap<string, Schema>,
): void {
  for (const { part } of fields) {
    if (part === null || shown.has(part)) continue;
    shown.add(part);
    addParts(shown, fieldsOf(schemas.get(part) ?? {}), schemas);
  }
}

function readOperation(
  path: string,
  get: PathOperation,
  schemas: ReadonlyMap<string, Schema>,
): ReferenceOperation {
  const [[type = '', { schema }] = ['', { schema: {} }]] = Object.entries(
    get.responses['200']?.content ?? {},
  );
  const whole = schemas.get(nameIn(schema) ?? '') ?? schema;
  const item = whole.properties?.items?.items;
  return {
    id: get.operationId,
    path,
    summary: get.summary,
    description: get.description ?? '',
    parameters: get.parameters.map(({ name, required, description, schema }) => ({
      ...describeField(name, schema),
      description: [description, required ? '' : boundsOf(schema)].filter(Boolean).join(' '),
    })),
    example: get['x-codeSamples'][0].source,
    answer: item ? `${type}, a page with items of these fields` : type,
    fields: fieldsOf(item ? (schemas.get(nameIn(item) ?? '') ?? {}) : whole),
  };
}

function boundsOf({ default: without, maximum }: Schema): string {
  return [
    maximum !== undefined && maximum < 1000 ? `At most ${maximum}.` : '',
    without !== undefined && without !== '' ? `Without it: ${String(without)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The fields of an object, those of objects in it after a dot. */
function fieldsOf({ properties = {} }: Schema, before = ''): ReferenceField[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const field = describeField(before + name, schema);
    const inner = field.part === null ? innerObject(schema) : null;
    return [field, ...(inner ? fieldsOf(inner, `${before}${name}.`) : [])];
  });
}

function describeField(name: string, schema: Schema): ReferenceField {
  return {
    name,
    type: typeOf(schema),
    part: partIn(schema),
    description: schema.description ?? '',
  };
}

/** The object in a schema, in a list of them, or in one that may be null. */
function innerObject(schema: Schema): Schema | null {
  if (schema.properties) return schema;
  if (schema.items) return innerObject(schema.items);
  return schema.anyOf?.map(innerObject).find((one) => one !== null) ?? null;
}

function partIn(schema: Schema): string | null {
  if (schema.$ref) return nameIn(schema);
  if (schema.items) return partIn(schema.items);
  return schema.anyOf?.map(partIn).find((one) => one !== null) ?? null;
}

/** The name of the schema that one refers to, itself or as the first of several. */
function nameIn({ $ref, anyOf }: Schema): string | null {
  const reference = $ref ?? anyOf?.[0]?.$ref;
  return reference?.split('/').at(-1) ?? null;
}

const WORDS = new Map([
  ['string', 'text'],
  ['integer', 'number'],
  ['boolean', 'true or false'],
  ['null', 'null'],
]);

function typeOf(schema: Schema): string {
  if (schema.$ref) return nameIn(schema) ?? 'object';
  if (schema.enum) return alternatives(schema.enum.map(String));
  if (schema.anyOf) return alternatives([...new Set(schema.anyOf.map(typeOf))]);
  if (schema.format === 'date-time') return 'time';
  if (Array.isArray(schema.type)) {
    return alternatives(schema.type.map((one) => WORDS.get(one) ?? one));
  }
  if (schema.type === 'array') return schema.items ? `list of ${typeOf(schema.items)}` : 'list';
  const type = typeof schema.type === 'string' ? schema.type : 'anything';
  return WORDS.get(type) ?? type;
}

function alternatives(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}
