import type { DeployLimits, Renderer } from '../types';
import { ALERT_RULES_API, alertRuleProperties } from './alert-rule-properties';
import { analyticsRule, renderRule } from './analytics-rule';
import { argument, block, type HclValue, printHcl } from './hcl';
import { composed, terraformFiles } from './terraform-module';

/**
 * Writes a deployable as `azapi_resource` with ARM's own properties, disabled. Since azapi 2 the body is an
 * HCL object (https://registry.terraform.io/providers/Azure/azapi/latest/docs/guides/2.0-upgrade-guide).
 */
export function azapiRenderer(limits: DeployLimits): Renderer {
  return (deployable) =>
    renderRule('azapi', composed(analyticsRule(deployable, 'azapi', limits), 'azapi'), (rule) => {
      const body = new Map<string, HclValue>([
        ['kind', 'Scheduled'],
        ['properties', alertRuleProperties(rule)],
      ]);
      const resource = block(
        'resource',
        ['azapi_resource', `rule_${rule.id.replaceAll('-', '_')}`],
        [
          argument('type', `Microsoft.SecurityInsights/alertRules@${ALERT_RULES_API}`),
          argument('parent_id', { reference: 'var.workspace_id' }),
          argument('name', rule.id),
          argument('body', body),
        ],
      );
      return terraformFiles('azapi', rule.id, PROVIDER, printHcl([resource]));
    });
}

const PROVIDER = { name: 'azapi', source: 'Azure/azapi', version: '>= 2.0' };
