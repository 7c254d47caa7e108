import { isObject } from '../../read-raw';
import type { EventReader } from '../event-reader';

/**
 * The audit record of Google Cloud, without the envelope that rules put around it. Rules name the
 * method by its ECS field; the record has it in protoPayload:
 * https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
 */
export function gcpRecord(event: EventReader): unknown {
  const methodName = event.text('gcp.audit.method_name');
  const protoPayload = { ...objectOf(event.value('data.protoPayload')), methodName };
  return {
    ...event.event,
    ...objectOf(event.value('data')),
    ...(methodName === undefined ? {} : { protoPayload }),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

const PARAMETERS = [
  ['NEW_VALUE', 'new_value'],
  ['OLD_VALUE', 'old_value'],
  ['SETTING_NAME', 'setting_name'],
] as const;

/**
 * The parameters of a Google Workspace report as its list of names and values:
 * https://developers.google.com/admin-sdk/reports/reference/rest/v1/activities/list
 */
export function workspaceParameters(event: EventReader): unknown {
  return PARAMETERS.flatMap(([name, field]) => {
    const value = event.text(field);
    return value === undefined ? [] : [{ name, value }];
  });
}
