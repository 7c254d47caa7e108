import { z } from 'zod';
import type { RenderedFile } from '../types';
import { checkAlertRule, checkPause } from './alert-rule';
import { isoMinutes } from './durations';
import { type HclBlockData, type HclBody, type HclData, parseHcl } from './hcl-syntax';
import { collectFindings, type DeployedQuery, type Reading, type Report } from './reading';
import { checkParts, checkSchedule, GUID, readShape, TACTICS } from './rule-parts';
import { GrammarError } from './text-scanner';

const text = z.string().min(1);
const reference = z.strictObject({ traversal: z.literal('var.workspace_id') });
const duration = z.string().regex(/^P/, 'is no ISO 8601 duration');
const list = <T>(item: z.ZodType<T>) => z.array(item);
const one = <T>(item: z.ZodType<T>) => z.array(item).max(1).optional();
const ENTITY_TYPES = [
  ...['Account', 'AzureResource', 'CloudApplication', 'DNS', 'File', 'FileHash', 'Host', 'IP'],
  ...['Mailbox', 'MailCluster', 'MailMessage', 'Malware', 'Process', 'RegistryKey'],
  ...['RegistryValue', 'SecurityGroup', 'SubmissionMail', 'URL'],
];

/**
 * The arguments of `azurerm_sentinel_alert_rule_scheduled` in azurerm 4.19 and later, blocks as lists
 * (https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/sentinel_alert_rule_scheduled).
 */
const scheduled = z.strictObject({
  name: z.string().regex(GUID, 'is no GUID'),
  log_analytics_workspace_id: reference,
  display_name: text.max(256),
  description: text.max(5000).optional(),
  severity: z.enum(['High', 'Medium', 'Low', 'Informational']),
  enabled: z.boolean().optional(),
  query: text.max(10_000),
  query_frequency: duration,
  query_period: duration,
  trigger_operator: z.enum(['Equal', 'GreaterThan', 'LessThan', 'NotEqual']).optional(),
  trigger_threshold: z.int().min(0).max(10_000).optional(),
  suppression_enabled: z.boolean().optional(),
  suppression_duration: duration.optional(),
  tactics: list(z.enum(TACTICS)).optional(),
  techniques: list(z.string().regex(/^T\d{4}$/, 'is no technique')).optional(),
  custom_details: z.record(z.string(), text).optional(),
  alert_details_override: one(
    z.strictObject({
      display_name_format: text.max(256).optional(),
      description_format: text.max(5000).optional(),
      severity_column_name: text.optional(),
      tactics_column_name: text.optional(),
    }),
  ),
  event_grouping: one(
    z.strictObject({ aggregation_method: z.enum(['AlertPerResult', 'SingleAlert']) }),
  ),
  incident: one(
    z.strictObject({
      create_incident_enabled: z.boolean(),
      grouping: z
        .array(
          z.strictObject({
            enabled: z.boolean().optional(),
            lookback_duration: duration.optional(),
            reopen_closed_incidents: z.boolean().optional(),
            entity_matching_method: z.enum(['AnyAlert', 'Selected', 'AllEntities']).optional(),
            by_entities: list(z.enum(ENTITY_TYPES)).optional(),
            by_alert_details: list(z.enum(['DisplayName', 'Severity'])).optional(),
            by_custom_details: list(text).optional(),
          }),
        )
        .length(1),
    }),
  ),
  entity_mapping: z
    .array(
      z.strictObject({
        entity_type: z.enum(ENTITY_TYPES),
        field_mapping: z
          .array(z.strictObject({ identifier: text, column_name: text }))
          .min(1)
          .max(3),
      }),
    )
    .max(10)
    .optional(),
});

/** Rules of azurerm, and the module around them. */
export function readTerraform(file: RenderedFile): Reading {
  return readModule(file, 'azurerm_sentinel_alert_rule_scheduled', checkScheduled);
}

const azapiResource = z.strictObject({
  type: z.string().regex(/^Microsoft\.SecurityInsights\/alertRules@/, 'is no analytics rule'),
  parent_id: reference,
  name: z.string().regex(GUID, 'is no GUID'),
  body: z.strictObject({ kind: text, properties: z.record(z.string(), z.json()) }),
});

/** Rules of azapi, whose body is ARM's own, and the module around them. */
export function readAzapi(file: RenderedFile): Reading {
  return readModule(file, 'azapi_resource', (data, place, report) => {
    const resource = readShape(azapiResource, data, place, report);
    if (!resource) return [];
    const api = resource.type.split('@')[1] ?? '';
    return checkAlertRule(resource.body, api, `${place}.body`, report);
  });
}

type CheckResource = (data: unknown, place: string, report: Report) => DeployedQuery[];

function readModule(file: RenderedFile, type: string, check: CheckResource): Reading {
  const { findings, report } = collectFindings();
  const queries: DeployedQuery[] = [];
  for (const one of parse(file.text, report)?.blocks ?? []) {
    const place = [one.type, ...one.labels].join('.');
    if (one.type === 'resource' && one.labels[0] === type && one.labels.length === 2) {
      for (const query of check(plainBody(one), place, report)) queries.push(query);
    } else if (one.type !== 'terraform' && one.type !== 'variable') {
      report('hcl', `line ${one.line}`, `A block ${place} does not belong in the module`);
    } else checkModuleBlock(one, place, report);
  }
  return { findings, queries };
}

function parse(source: string, report: Report): HclBody | null {
  try {
    const body = parseHcl(source);
    for (const name of body.attributes.keys()) report('hcl', name, 'It stands outside of a block');
    return body;
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    report('hcl', `line ${error.line}`, `It is not HCL: ${error.message}`);
    return null;
  }
}

const required = z.strictObject({
  required_providers: z
    .array(
      z.record(
        z.string(),
        z.strictObject({ source: text, version: z.string().regex(/^(>=|~>) \d+(\.\d+)*$/) }),
      ),
    )
    .length(1),
});
const variable = z.strictObject({
  description: text,
  type: z.strictObject({ traversal: z.enum(['string', 'number', 'bool']) }),
});

function checkModuleBlock(block: HclBlockData, place: string, report: Report): void {
  readShape<unknown>(
    block.type === 'terraform' ? required : variable,
    plainBody(block),
    place,
    report,
  );
}

/** A body with its blocks as lists under their types. */
function plainBody({ attributes, blocks }: HclBody): object {
  const plain = new Map<string, unknown>(
    [...attributes].map(([name, value]) => [name, plainValue(value)]),
  );
  const byType = new Map<string, object[]>();
  for (const block of blocks) {
    byType.set(block.type, [...(byType.get(block.type) ?? []), plainBody(block)]);
  }
  return Object.fromEntries([...plain, ...byType]);
}

function plainValue(value: HclData): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null || !('object' in value)) return value;
  return Object.fromEntries([...value.object].map(([key, one]) => [key, plainValue(one)]));
}

/** Says azurerm's arguments as ARM does, whose limits they have. */
function checkScheduled(data: unknown, place: string, report: Report): DeployedQuery[] {
  const rule = readShape(scheduled, data, place, report);
  if (!rule) return [];
  const { query_frequency, query_period, suppression_duration = 'PT5H' } = rule;
  checkSchedule(isoMinutes(query_frequency), isoMinutes(query_period), place, report);
  checkPause(suppression_duration, 1440, `${place}.suppression_duration`, report);
  const override = rule.alert_details_override?.[0];
  const grouping = rule.incident?.[0]?.grouping[0];
  const parts = {
    query: rule.query,
    entityMappings: rule.entity_mapping?.map(({ entity_type, field_mapping }) => ({
      entityType: entity_type,
      fieldMappings: field_mapping.map(({ identifier, column_name }) => ({
        identifier,
        columnName: column_name,
      })),
    })),
    customDetails: rule.custom_details,
    alertDetailsOverride: override && {
      alertDisplayNameFormat: override.display_name_format,
      alertDescriptionFormat: override.description_format,
      alertSeverityColumnName: override.severity_column_name,
      alertTacticsColumnName: override.tactics_column_name,
    },
    incidentConfiguration: grouping && {
      createIncident: true,
      groupingConfiguration: {
        enabled: grouping.enabled ?? true,
        reopenClosedIncident: grouping.reopen_closed_incidents ?? false,
        lookbackDuration: grouping.lookback_duration ?? 'PT5M',
        matchingMethod: grouping.entity_matching_method ?? 'AnyAlert',
        groupByEntities: grouping.by_entities,
        groupByAlertDetails: grouping.by_alert_details,
        groupByCustomDetails: grouping.by_custom_details,
      },
    },
  };
  return [checkParts(parts, place, report)];
}
