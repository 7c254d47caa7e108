import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { addAll } from '@/lib/long-lists';
import type { DeployedFile, DeployedRule, UnreadPart } from './deployed-rule';

export interface Deployed {
  readonly rules: readonly DeployedRule[];
  readonly unread: readonly UnreadPart[];
}

/** Of one file; an export of 512 rules has about 2 MB. */
const MAX_FILE = 8 * 1024 * 1024;
const MAX_RULES = 5_000;
const MAX_DEPTH = 12;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The detections in files that were exported from a tenant: ARM templates and resources, answers of Azure's
 * and Graph's APIs, and YAML as Azure-Sentinel has it. Whatever in them is no detection is passed over; a
 * file that cannot be read, or has none, is told. Nothing is stored.
 */
export function readDeployed(files: readonly DeployedFile[]): Deployed {
  const rules: DeployedRule[] = [];
  const unread: UnreadPart[] = [];
  for (const { name, text } of files) {
    const found = readFile(name, text);
    if ('reason' in found) unread.push(found);
    else if (found.rules.length === 0) {
      const reason =
        'It has no analytics rule, hunting query or custom detection. Export them from Sentinel (Analytics, Export) or Graph.';
      unread.push({ place: name, reason });
    } else addAll(rules, found.rules);
  }
  if (rules.length > MAX_RULES) {
    const reason = `Only the first ${MAX_RULES} of ${rules.length} rules are compared.`;
    unread.push({ place: 'all files', reason });
  }
  return { rules: rules.slice(0, MAX_RULES), unread };
}

function readFile(name: string, text: string): { rules: DeployedRule[] } | UnreadPart {
  if (text.length > MAX_FILE) {
    return { place: name, reason: `It has more than ${MAX_FILE / 1024 / 1024} MB.` };
  }
  const documents = parse(text);
  if ('reason' in documents) return { place: name, reason: documents.reason };
  const rules: DeployedRule[] = [];
  documents.forEach((document, at) => {
    const place = documents.length > 1 ? `${name}, document ${at + 1}` : name;
    collect(document, place, MAX_DEPTH, rules);
  });
  return { rules };
}

function parse(text: string): unknown[] | { reason: string } {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  const isJson = trimmed.startsWith('{') || trimmed.startsWith('[');
  try {
    return isJson ? [JSON.parse(trimmed)] : loadAll(trimmed, { schema: CORE_SCHEMA });
  } catch (error) {
    const [line] = error instanceof Error ? error.message.split('\n') : [String(error)];
    return { reason: `It is not valid ${isJson ? 'JSON' : 'YAML'}: ${line}` };
  }
}

/** Looks for detections in a value and everything below it. */
function collect(value: unknown, place: string, depth: number, found: DeployedRule[]): void {
  if (depth === 0 || value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    value.forEach((item, at) => {
      collect(item, `${place}[${at}]`, depth - 1, found);
    });
    return;
  }
  const fields = value as Fields;
  const rule = armRule(fields, place) ?? graphRule(fields, place) ?? yamlRule(fields, place);
  if (rule) {
    found.push(rule);
    return;
  }
  for (const key of ['resources', 'value', 'properties', 'template', 'body']) {
    if (Object.hasOwn(fields, key)) collect(fields[key], `${place}, ${key}`, depth - 1, found);
  }
}

/** `properties` of an alert rule or of a saved search, in a template or in an answer of the API. */
function armRule(fields: Fields, place: string): DeployedRule | null {
  const properties = record(fields.properties);
  const query = properties && textOf(properties.query);
  const name = properties && textOf(properties.displayName);
  if (!properties || !query || !name) return null;
  const isHunting = /savedSearches$/i.test(textOf(fields.type) ?? '') || 'category' in properties;
  const description = textOf(properties.description);
  return {
    place,
    kind: isHunting ? 'hunting query' : 'analytics rule',
    id: guidIn(textOf(fields.name)) ?? guidIn(textOf(fields.id)),
    name,
    query: unescapeArm(query),
    version: textOf(properties.templateVersion),
    enabled: typeof properties.enabled === 'boolean' ? properties.enabled : null,
    tactics: [...textsOf(properties.tactics), ...tagsOf(properties, 'tactics')],
    techniques: [
      ...textsOf(properties.techniques),
      ...textsOf(properties.subTechniques),
      ...tagsOf(properties, 'techniques'),
    ],
    ...originOf(description ?? tagOf(properties, 'description'), query),
  };
}

function graphRule(fields: Fields, place: string): DeployedRule | null {
  const query = textOf(record(fields.queryCondition)?.queryText);
  const name = textOf(fields.displayName);
  if (!query || !name) return null;
  const template = record(record(fields.detectionAction)?.alertTemplate);
  const tactics = recordsOf(template?.tactics);
  const techniques = tactics.flatMap((one) => recordsOf(one.techniques));
  const status = textOf(fields.status);
  return {
    place,
    kind: 'custom detection',
    id: textOf(fields.id),
    name,
    query,
    version: null,
    enabled: status === null ? null : status === 'enabled',
    tactics: tactics.flatMap((one) => textOf(one.tactic) ?? []),
    techniques: techniques.flatMap((one) => {
      const subs = textsOf(one.subTechniques);
      return subs.length > 0 ? subs : (textOf(one.technique) ?? []);
    }),
    ...originOf(textOf(fields.description) ?? textOf(template?.description), query),
  };
}

function yamlRule(fields: Fields, place: string): DeployedRule | null {
  const query = textOf(fields.query);
  const name = textOf(fields.name);
  if (!query || !name) return null;
  return {
    place,
    kind: 'severity' in fields ? 'analytics rule' : 'hunting query',
    id: guidIn(textOf(fields.id)),
    name,
    query,
    version: textOf(fields.version),
    enabled: typeof fields.enabled === 'boolean' ? fields.enabled : null,
    tactics: textsOf(fields.tactics),
    techniques: textsOf(fields.relevantTechniques),
    ...originOf(textOf(fields.description), query),
  };
}

function record(value: unknown): Fields | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordsOf(value: unknown): Fields[] {
  return listOf(value)
    .map(record)
    .filter((item) => item !== null);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}

/** The value of a saved search's tag. */
function tagOf(properties: Fields, name: string): string | null {
  const tag = listOf(properties.tags).find((item) => record(item)?.name === name);
  return textOf(record(tag)?.value);
}

/** `tactics` is `Execution,Persistence`. */
function tagsOf(properties: Fields, name: string): readonly string[] {
  return tagOf(properties, name)?.split(/\s*,\s*/) ?? [];
}

const SIGMA_ID = /\bSigma rule ([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/i;
const FINGERPRINT = /\bby Watchfloor, query ([0-9a-f]{12})\b/;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** The last GUID of a name such as `[concat(parameters('workspace'), '/…/GUID')]`. */
function guidIn(text: string | null): string | null {
  return text?.match(GUID)?.at(-1)?.toLowerCase() ?? null;
}

/** In a template, a text that begins with `[` is doubled there, so as not to be an expression. */
function unescapeArm(text: string): string {
  return /^\[\[.*\]$/s.test(text) ? text.slice(1) : text;
}

/** What an export of this catalog says in its description, and of the rule also in the query's header. */
function originOf(
  description: string | null,
  query: string,
): Pick<DeployedRule, 'sigmaId' | 'fingerprint'> {
  const sigmaId = SIGMA_ID.exec(description ?? '') ?? SIGMA_ID.exec(query);
  const fingerprint = FINGERPRINT.exec(description ?? '');
  return { sigmaId: sigmaId?.[1]?.toLowerCase() ?? null, fingerprint: fingerprint?.[1] ?? null };
}
