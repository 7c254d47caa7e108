import type { DeployLimits, Renderer } from '../types';
import { ALERT_RULES_API, alertRuleProperties } from './alert-rule-properties';
import { analyticsRuleRenderer } from './analytics-rule';
import { armTemplate, armText } from './arm-template';
import type { FittedRule } from './fit-analytics-rule';

/**
 * An ARM template of a scheduled analytics rule, which lands disabled. The portal's import and Sentinel's
 * repositories read it.
 */
export function arm(limits: DeployLimits): Renderer {
  return analyticsRuleRenderer('arm', limits, (deployable, fitted, query) => {
    const { id } = deployable;
    const text = armTemplate([
      {
        id: `[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/${id}')]`,
        name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${id}')]`,
        type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
        kind: 'Scheduled',
        apiVersion: ALERT_RULES_API,
        properties: alertRuleProperties(deployable, asArmTexts(fitted), armText(query)),
      },
    ]);
    return { files: [{ path: `${id}.json`, text }], losses: [] };
  });
}

function asArmTexts(fitted: FittedRule): FittedRule {
  const { name, description, alertTitle } = fitted;
  return {
    ...fitted,
    name: armText(name),
    description: armText(description),
    alertTitle: alertTitle === null ? null : armText(alertTitle),
  };
}
