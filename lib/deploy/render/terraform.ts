import type { Deployable, DeployLimits, Renderer } from '../types';
import {
  aggregationOf,
  detailColumns,
  FIVE_HOURS,
  groupedBy,
  parentTechniques,
} from './alert-rule-properties';
import { isoDuration } from './durations';
import type { FittedRule } from './fit-analytics-rule';
import { argument, block, type HclBlock } from './hcl';
import { resourceLabel, terraformRenderer, WORKSPACE_ID } from './terraform-module';

/**
 * Writes a deployable as `azurerm_sentinel_alert_rule_scheduled`, disabled. azurerm calls the block
 * `incident` since 4.0, and takes ten entities since 4.19
 * (https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/sentinel_alert_rule_scheduled).
 */
export function terraform(limits: DeployLimits): Renderer {
  return terraformRenderer('terraform', limits, AZURERM, resource);
}

const AZURERM = { name: 'azurerm', source: 'hashicorp/azurerm', version: '>= 4.19' };

function resource(deployable: Deployable, fitted: FittedRule, query: string): HclBlock {
  const { id, severity, schedule, threshold, tactics } = deployable;
  const { description } = fitted;
  return block(
    'resource',
    ['azurerm_sentinel_alert_rule_scheduled', resourceLabel(deployable)],
    [
      argument('name', id),
      argument('log_analytics_workspace_id', WORKSPACE_ID),
      argument('display_name', fitted.name),
      ...(description === '' ? [] : [argument('description', description)]),
      argument('severity', severity),
      argument('enabled', false),
      argument('query', query),
      argument('query_frequency', isoDuration(schedule.frequency)),
      argument('query_period', isoDuration(schedule.period)),
      argument('trigger_operator', 'GreaterThan'),
      argument('trigger_threshold', threshold),
      argument('suppression_enabled', false),
      argument('suppression_duration', FIVE_HOURS),
      argument('tactics', tactics),
      argument('techniques', parentTechniques(deployable)),
      ...customDetails(fitted),
      ...alertDetails(fitted),
      block('event_grouping', [], [argument('aggregation_method', aggregationOf(fitted))]),
      incident(fitted),
      ...fitted.entities.map(entityMapping),
    ],
  );
}

function customDetails(fitted: FittedRule): HclBlock['body'] {
  const columns = detailColumns(fitted.customDetails);
  return columns ? [argument('custom_details', columns)] : [];
}

function alertDetails({ alertTitle }: FittedRule): HclBlock['body'] {
  if (alertTitle === null) return [];
  return [block('alert_details_override', [], [argument('display_name_format', alertTitle)])];
}

function incident(fitted: FittedRule): HclBlock {
  const types = groupedBy(fitted);
  const grouping = [
    argument('enabled', types.length > 0),
    argument('lookback_duration', FIVE_HOURS),
    argument('reopen_closed_incidents', false),
    argument('entity_matching_method', types.length > 0 ? 'Selected' : 'AllEntities'),
    ...(types.length > 0 ? [argument('by_entities', types)] : []),
  ];
  return block(
    'incident',
    [],
    [argument('create_incident_enabled', true), block('grouping', [], grouping)],
  );
}

function entityMapping({ type, fields }: FittedRule['entities'][number]): HclBlock {
  const mappings = fields.map(({ identifier, column }) =>
    block(
      'field_mapping',
      [],
      [argument('identifier', identifier), argument('column_name', column)],
    ),
  );
  return block('entity_mapping', [], [argument('entity_type', type), ...mappings]);
}
