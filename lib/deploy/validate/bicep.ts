import { z } from 'zod';
import type { RenderedFile } from '../types';
import { checkAlertRule } from './alert-rule';
import { type BicepData, type BicepFile, type BicepResource, parseBicep } from './bicep-syntax';
import { collectFindings, type DeployedQuery, type Reading, type Report } from './reading';
import { GUID, readShape } from './rule-parts';
import { GrammarError } from './text-scanner';

const RULE = /^Microsoft\.SecurityInsights\/alertRules@(.+)$/;
const WORKSPACE = /^Microsoft\.OperationalInsights\/workspaces@\d{4}-\d\d-\d\d$/;

const workspaceBody = z.strictObject({ name: z.strictObject({ name: z.literal('workspace') }) });
const ruleBody = z.strictObject({
  scope: z.strictObject({ name: z.string() }),
  name: z.string().regex(GUID, 'is no GUID'),
  kind: z.string(),
  properties: z.record(z.string(), z.json()),
});

/** Analytics rules in Bicep. */
export function readBicep({ text }: RenderedFile): Reading {
  const { findings, report } = collectFindings();
  const file = parse(text, report);
  if (!file) return { findings, queries: [] };
  const [parameter] = file.parameters;
  if (
    file.parameters.length !== 1 ||
    parameter?.name !== 'workspace' ||
    parameter.type !== 'string'
  ) {
    report('bicep', 'param', 'The one parameter of the file is the workspace, a string');
  }
  const workspaces = new Set(
    file.resources.filter((one) => isWorkspace(one, report)).map(({ name }) => name),
  );
  const rules = file.resources.filter(({ isExisting }) => !isExisting);
  if (rules.length === 0) report('bicep', 'resource', 'The file has no rule');
  return { findings, queries: rules.flatMap((rule) => checkRule(rule, workspaces, report)) };
}

function parse(text: string, report: Report): BicepFile | null {
  try {
    return parseBicep(text);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    report('bicep', `line ${error.line}`, `It is not Bicep: ${error.message}`);
    return null;
  }
}

function isWorkspace({ name, type, isExisting, body }: BicepResource, report: Report): boolean {
  if (!isExisting) return false;
  if (!WORKSPACE.test(type)) report('bicep', name, `${type} is no workspace`);
  return readShape(workspaceBody, plain(body), name, report) !== null;
}

function checkRule(
  { name, type, body, line }: BicepResource,
  workspaces: ReadonlySet<string>,
  report: Report,
): DeployedQuery[] {
  const api = RULE.exec(type)?.[1];
  if (api === undefined) {
    report('bicep', `line ${line}`, `${type} is no analytics rule`);
    return [];
  }
  const rule = readShape(ruleBody, plain(body), name, report);
  if (!rule) return [];
  if (!workspaces.has(rule.scope.name)) {
    report('bicep', `${name}.scope`, `${rule.scope.name} is no workspace of the file`);
  }
  return checkAlertRule({ kind: rule.kind, properties: rule.properties }, api, name, report);
}

function plain(value: BicepData): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || !('object' in value)) return value;
  return Object.fromEntries([...value.object].map(([key, one]) => [key, plain(one)]));
}
