import type { DeployLimits, Renderer } from '../types';
import { ALERT_RULES_API, alertRuleProperties } from './alert-rule-properties';
import { argument, block } from './hcl';
import { resourceLabel, terraformRenderer, WORKSPACE_ID } from './terraform-module';

/**
 * Writes a deployable as `azapi_resource` with ARM's own properties, disabled. Since azapi 2 the body is an
 * HCL object (https://registry.terraform.io/providers/Azure/azapi/latest/docs/guides/2.0-upgrade-guide).
 */
export function azapi(limits: DeployLimits): Renderer {
  return terraformRenderer('azapi', limits, AZAPI, (deployable, fitted, query) => {
    const properties = alertRuleProperties(deployable, fitted, query);
    return block(
      'resource',
      ['azapi_resource', resourceLabel(deployable)],
      [
        argument('type', `Microsoft.SecurityInsights/alertRules@${ALERT_RULES_API}`),
        argument('parent_id', WORKSPACE_ID),
        argument('name', deployable.id),
        argument('body', { kind: 'Scheduled', properties }),
      ],
    );
  });
}

const AZAPI = { name: 'azapi', source: 'Azure/azapi', version: '>= 2.0' };
