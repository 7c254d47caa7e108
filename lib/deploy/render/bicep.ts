import type { DeployLimits, Renderer } from '../types';
import { ALERT_RULES_API, alertRuleProperties } from './alert-rule-properties';
import { type AnalyticsRule, analyticsRule, renderRule } from './analytics-rule';
import { bicepString, bicepValue } from './bicep-value';

/**
 * Writes a deployable as a Bicep file with one rule, disabled, on a workspace of the resource group
 * (https://learn.microsoft.com/en-us/azure/templates/microsoft.securityinsights/alertrules). The parameter
 * is called `workspace`, as Sentinel's repositories ask for.
 */
export function bicepRenderer(limits: DeployLimits): Renderer {
  return (deployable) =>
    renderRule('bicep', analyticsRule(deployable, 'bicep', limits), (rule) => [
      { path: `bicep/${rule.id}.bicep`, text: bicepText(rule) },
    ]);
}

function bicepText(rule: AnalyticsRule): string {
  return `@description('Name of the Log Analytics workspace that has Microsoft Sentinel.')
param workspace string

resource law 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspace
}

resource rule 'Microsoft.SecurityInsights/alertRules@${ALERT_RULES_API}' = {
  scope: law
  name: ${bicepString(rule.id)}
  kind: 'Scheduled'
  properties: ${bicepValue(alertRuleProperties(rule), '  ')}
}
`;
}
