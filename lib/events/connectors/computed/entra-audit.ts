import { isObject } from '../../read-raw';
import { asParsed, type EventReader } from '../event-reader';

/*
 * The audit log of Microsoft Entra ID:
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/auditlogs
 */

/** The result, from its own field or from the status in the portal. */
export function auditResult(event: EventReader): string | undefined {
  const given = event.text('Result', 'properties.result');
  return given ?? (hasReason(event) ? 'success' : event.text('Status'));
}

/** The reason for the result, which may be in the status in place of an outcome. */
export function auditResultReason(event: EventReader): string | undefined {
  const given = event.text('ResultReason', 'properties.resultReason', 'failure_status_reason');
  return given ?? (hasReason(event) ? event.text('Status') : undefined);
}

function hasReason(event: EventReader): boolean {
  const status = event.text('Status');
  return status !== undefined && !isOutcome(status);
}

/** Some rules spell it `sucess`. */
function isOutcome(status: string): boolean {
  return /^(?:succ?ess|failure|timeout)$/i.test(status);
}

/**
 * The objects that an activity changed. Rules treat a consent and a changed property as fields; the log
 * lists them among an object's modified properties:
 * https://learn.microsoft.com/graph/api/resources/targetresource
 */
export function auditTargets(event: EventReader): unknown {
  return (
    consentTarget(event.text('ConsentContext.IsAdminConsent')) ??
    changedTarget(event.text('properties.message')) ??
    asParsed(event.value('TargetResources', 'targetResources', 'properties.targetResources'))
  );
}

function consentTarget(isAdminConsent: string | undefined): unknown {
  if (isAdminConsent === undefined) return undefined;
  const newValue = JSON.stringify(isAdminConsent);
  const property = { displayName: 'ConsentContext.IsAdminConsent', oldValue: '[]', newValue };
  return [{ type: 'ServicePrincipal', modifiedProperties: [property] }];
}

/** Some rules put a property where the message belongs: `"displayName":…,"newValue":…`. */
function changedTarget(message: string | undefined): unknown {
  if (!message?.startsWith('"')) return undefined;
  const property = asParsed(`{${message}}`);
  return isObject(property) ? [{ type: 'User', modifiedProperties: [property] }] : undefined;
}
