import type { DeployLimits, Renderer } from '../types';
import { type AnalyticsRule, analyticsRule, renderRule } from './analytics-rule';
import { argument, block, type HclBlock, printHcl } from './hcl';
import { composed, terraformFiles } from './terraform-module';

/**
 * Writes a deployable as `azurerm_sentinel_alert_rule_scheduled`, disabled, in a module that needs the
 * workspace's resource id. azurerm has taken ten entities since 4.19 and calls the block `incident` since
 * 4.0 (https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/sentinel_alert_rule_scheduled).
 */
export function terraformRenderer(limits: DeployLimits): Renderer {
  return (deployable) =>
    renderRule(
      'terraform',
      composed(analyticsRule(deployable, 'terraform', limits), 'terraform'),
      (rule) => terraformFiles('terraform', rule.id, PROVIDER, printHcl([resource(rule)])),
    );
}

const PROVIDER = { name: 'azurerm', source: 'hashicorp/azurerm', version: '>= 4.19' };

function resource(rule: AnalyticsRule): HclBlock {
  const body: HclBlock['body'] = [
    argument('name', rule.id),
    argument('log_analytics_workspace_id', { reference: 'var.workspace_id' }),
    argument('display_name', rule.name),
    ...(rule.description === '' ? [] : [argument('description', rule.description)]),
    argument('severity', rule.severity),
    argument('enabled', false),
    argument('query', rule.query),
    argument('query_frequency', rule.frequency),
    argument('query_period', rule.period),
    argument('trigger_operator', 'GreaterThan'),
    argument('trigger_threshold', rule.threshold),
    argument('suppression_enabled', false),
    argument('suppression_duration', 'PT5H'),
    argument('tactics', rule.tactics),
    argument('techniques', rule.techniques),
    ...customDetails(rule),
    ...alertDetails(rule),
    block('event_grouping', [], [argument('aggregation_method', 'SingleAlert')]),
    incident(rule),
    ...rule.entities.map(entityMapping),
  ];
  const label = `rule_${rule.id.replaceAll('-', '_')}`;
  return block('resource', ['azurerm_sentinel_alert_rule_scheduled', label], body);
}

function customDetails({ customDetails: details }: AnalyticsRule): HclBlock['body'] {
  if (details.length === 0) return [];
  return [argument('custom_details', new Map(details.map(({ name, column }) => [name, column])))];
}

function alertDetails({ alertTitle }: AnalyticsRule): HclBlock['body'] {
  if (alertTitle === null) return [];
  return [block('alert_details_override', [], [argument('display_name_format', alertTitle)])];
}

function incident({ entities }: AnalyticsRule): HclBlock {
  const grouping = block(
    'grouping',
    [],
    [
      argument('enabled', entities.length > 0),
      argument('lookback_duration', 'PT5H'),
      argument('reopen_closed_incidents', false),
      argument('entity_matching_method', 'AllEntities'),
    ],
  );
  return block('incident', [], [argument('create_incident_enabled', true), grouping]);
}

function entityMapping({ type, fields }: AnalyticsRule['entities'][number]): HclBlock {
  const mappings = fields.map(({ identifier, column }) =>
    block(
      'field_mapping',
      [],
      [argument('identifier', identifier), argument('column_name', column)],
    ),
  );
  return block('entity_mapping', [], [argument('entity_type', type), ...mappings]);
}
