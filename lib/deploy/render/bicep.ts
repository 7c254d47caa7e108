import type { DeployLimits, Renderer } from '../types';
import { ALERT_RULES_API, alertRuleProperties } from './alert-rule-properties';
import { analyticsRuleRenderer } from './analytics-rule';
import type { ArmValue } from './arm-template';
import { bicepString, bicepValue } from './bicep-value';

/**
 * Writes a deployable as a Bicep file with one rule, disabled, on a workspace of the resource group
 * (https://learn.microsoft.com/en-us/azure/templates/microsoft.securityinsights/alertrules). The parameter
 * is called `workspace`, as Sentinel's repositories ask for.
 */
export function bicep(limits: DeployLimits): Renderer {
  return analyticsRuleRenderer('bicep', limits, (deployable, fitted, query) => {
    const properties = alertRuleProperties(deployable, fitted, query);
    const text = bicepText(deployable.id, properties);
    return { files: [{ path: `${deployable.id}.bicep`, text }], losses: [] };
  });
}

function bicepText(id: string, properties: ArmValue): string {
  return `@description('Name of the Log Analytics workspace that has Microsoft Sentinel. The rule is disabled.')
param workspace string

resource law 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspace
}

resource rule 'Microsoft.SecurityInsights/alertRules@${ALERT_RULES_API}' = {
  scope: law
  name: ${bicepString(id)}
  kind: 'Scheduled'
  properties: ${bicepValue(properties, '  ')}
}
`;
}
