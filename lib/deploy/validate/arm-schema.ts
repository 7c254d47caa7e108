import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04';
import { contentJson } from '@/lib/content';
import { placeOf, type Report } from './reading';

const EXPRESSION = 'https://schema.management.azure.com/schemas/common/definitions.json';

interface ArmSchema {
  readonly id: string;
  readonly definitions: Readonly<
    Record<string, { readonly properties?: object; readonly additionalProperties?: unknown }>
  >;
}

/**
 * Checks `{ kind, properties }` of an analytics rule, all of whose strings are literal, by Microsoft's ARM
 * schema of an API version. Microsoft's schema takes any further property, which the service ignores; here
 * it is reported, since it is a mistake.
 */
export function checkArmSchema(
  rule: { readonly kind: string; readonly properties: unknown },
  api: string,
  place: string,
  report: Report,
): boolean {
  const validate = validatorOf(rule.kind, api);
  if (!validate) {
    report('schema', place, `There is no ${rule.kind} in the API version ${api}`);
    return false;
  }
  if (validate(rule)) return true;
  for (const [at, message] of explain(validate.errors ?? [])) {
    report('schema', placeOf(at.split('/').slice(1), place), message);
  }
  return false;
}

const VERSIONS = ['2025-09-01', '2025-07-01-preview'];
const compiled = new Map<string, ReadonlyMap<string, ValidateFunction>>();

function validatorOf(kind: string, api: string): ValidateFunction | undefined {
  if (!VERSIONS.includes(api)) return undefined;
  const validators = compiled.get(api) ?? compile(api);
  compiled.set(api, validators);
  return validators.get(kind);
}

/** Kind of rule → its validator. */
function compile(api: string): ReadonlyMap<string, ValidateFunction> {
  const schema = contentJson(`deploy/schemas/alert-rules-${api}.json`) as ArmSchema;
  const ajv = new Ajv({ allErrors: true, strict: false });
  // No string is an expression here.
  ajv.addSchema({ id: EXPRESSION, definitions: { expression: { not: {} } } });
  ajv.addSchema(closed(schema));
  const validators = new Map<string, ValidateFunction>();
  for (const kind of ['Scheduled', 'Nrt']) {
    const validate = Object.hasOwn(schema.definitions, `${kind}AlertRule`)
      ? ajv.getSchema(`${schema.id}/definitions/${kind}AlertRule`)
      : undefined;
    if (validate) validators.set(kind === 'Nrt' ? 'NRT' : kind, validate);
  }
  return validators;
}

function closed(schema: ArmSchema): object {
  const definitions = Object.entries(schema.definitions).map(([name, definition]) => [
    name,
    definition.properties && definition.additionalProperties === undefined
      ? { ...definition, additionalProperties: false }
      : definition,
  ]);
  return { ...schema, definitions: Object.fromEntries(definitions) };
}

/** Place → what is wrong there, without what only says that an alternative of the schema failed. */
function explain(errors: readonly ErrorObject[]): Map<string, string> {
  const meant = errors.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'not');
  const found = new Map<string, string>();
  for (const { instancePath, keyword, message, params } of meant) {
    const key = keyword === 'additionalProperties' ? `/${params.additionalProperty}` : '';
    const values = keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : '';
    found.set(instancePath + key, `${message ?? keyword}${values}`);
  }
  return found.size > 0 ? found : new Map([['', 'does not fit the schema']]);
}
