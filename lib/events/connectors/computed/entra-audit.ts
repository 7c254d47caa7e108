import { isObject } from '../../read-raw';
import { asParsed, type EventReader } from '../event-reader';

/*
 * The audit log of Microsoft Entra ID:
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/auditlogs
 */

/** The result, from its own field or from the status that the portal shows. */
export function auditResult(event: EventReader): string | undefined {
  const given = event.text('Result', 'properties.result');
  return given ?? (hasReason(event) ? 'success' : event.text('Status'));
}

/** The reason for the result. A status that is no outcome is such a reason. */
export function auditResultReason(event: EventReader): string | undefined {
  const given = event.text('ResultReason', 'properties.resultReason', 'failure_status_reason');
  return given ?? (hasReason(event) ? event.text('Status') : undefined);
}

function hasReason(event: EventReader): boolean {
  const status = event.text('Status');
  return status !== undefined && !isOutcome(status);
}

/** `sucess` is how some rules spell it. */
function isOutcome(status: string): boolean {
  return /^(?:succ?ess|failure|timeout)$/i.test(status);
}

/** `Success` or `Failure`, as ASIM words the result. */
export function auditOutcome(event: EventReader): string {
  const result = auditResult(event);
  return result === undefined || /^succ?ess$/i.test(result) ? 'Success' : 'Failure';
}

/**
 * The objects that an activity changed. A consent and a changed property, where a rule has them as fields
 * of their own, are among the modified properties of such an object:
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

/** Some rules have a property in place of the message: `"displayName":…,"newValue":…`. */
function changedTarget(message: string | undefined): unknown {
  if (!message?.startsWith('"')) return undefined;
  const property = asParsed(`{${message}}`);
  return isObject(property) ? [{ type: 'User', modifiedProperties: [property] }] : undefined;
}
