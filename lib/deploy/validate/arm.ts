import { z } from 'zod';
import type { RenderedFile } from '../types';
import { checkAlertRule } from './alert-rule';
import { collectFindings, type DeployedQuery, type Reading, type Report } from './reading';
import { GUID, readShape } from './rule-parts';

const SCHEMA =
  /^https:\/\/schema\.management\.azure\.com\/schemas\/\d{4}-\d\d-\d\d\/deploymentTemplate\.json#?$/;
const ALERT_RULES = 'Microsoft.OperationalInsights/workspaces/providers/alertRules';
const SAVED_SEARCHES = 'Microsoft.OperationalInsights/workspaces/savedSearches';

const resource = z.strictObject({
  id: z.string().optional(),
  name: z.string().min(1),
  type: z.enum([ALERT_RULES, SAVED_SEARCHES]),
  kind: z.string().optional(),
  apiVersion: z.string().regex(/^\d{4}-\d\d-\d\d(-preview)?$/, 'is no API version'),
  properties: z.record(z.string(), z.json()),
});
const template = z.strictObject({
  $schema: z.string().regex(SCHEMA, 'is not the schema of a deployment template'),
  contentVersion: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/, 'is no version a.b.c.d'),
  parameters: z.strictObject({
    workspace: z.looseObject({ type: z.string().regex(/^string$/i, 'is no string') }),
  }),
  resources: z.array(resource).min(1).max(800),
});
const savedSearch = z.strictObject({
  category: z.literal('Hunting Queries'),
  displayName: z.string().min(1),
  query: z.string().min(1),
  version: z.literal(2),
  tags: z.array(z.strictObject({ name: z.string().min(1), value: z.string().min(1) })).optional(),
});

const MOST_BYTES = 4 * 1024 * 1024;

/** An ARM template of analytics rules or saved searches. */
export function readArm({ text }: RenderedFile): Reading {
  const { findings, report } = collectFindings();
  const queries: DeployedQuery[] = [];
  const data = parseJson(text, report);
  const read = data === undefined ? null : readShape(template, data, '', report);
  if (Buffer.byteLength(text) > MOST_BYTES) report('template', '', 'It has more than 4 MB');
  for (const [index, one] of (read?.resources ?? []).entries()) {
    const place = `resources[${index}]`;
    checkName(one, place, report);
    const properties = literals(one.properties, `${place}.properties`, report);
    if (one.type === ALERT_RULES) {
      const rule = { kind: one.kind ?? '', properties };
      for (const query of checkAlertRule(rule, one.apiVersion, place, report)) queries.push(query);
      continue;
    }
    const search = readShape(savedSearch, properties, `${place}.properties`, report);
    if (search) {
      queries.push({ place: `${place}.properties.query`, text: search.query, columns: [] });
    }
  }
  return { findings, queries };
}

/** Data of a JSON text, or undefined after reporting that it is none. */
export function parseJson(text: string, report: Report): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    report('json', 'line 1', `It is not JSON: ${error.message}`);
    return undefined;
  }
}

const NAMES = new Map([
  [
    ALERT_RULES,
    /^\[concat\(parameters\('workspace'\), ?'\/Microsoft\.SecurityInsights\/([^'/]+)'\)\]$/,
  ],
  [SAVED_SEARCHES, /^\[concat\(parameters\('workspace'\), ?'\/([^'/]+)'\)\]$/],
]);

function checkName({ name, type }: z.output<typeof resource>, place: string, report: Report): void {
  const id = NAMES.get(type)?.exec(name)?.[1];
  if (id === undefined) report('id', `${place}.name`, 'It is not below the parameter workspace');
  else if (!GUID.test(id)) report('id', `${place}.name`, `${id} is no GUID`);
}

/** What ARM reads of a property: text between brackets is an expression, unless a bracket escapes it. */
function literals(value: unknown, place: string, report: Report): unknown {
  if (Array.isArray(value)) {
    return value.map((one, index) => literals(one, `${place}[${index}]`, report));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, literals(one, `${place}.${key}`, report)]),
    );
  }
  if (typeof value !== 'string' || !/^\[[\s\S]*\]$/.test(value)) return value;
  if (value.startsWith('[[')) return value.slice(1);
  report('expression', place, 'ARM evaluates text between brackets. Begin it with two brackets');
  return value;
}
