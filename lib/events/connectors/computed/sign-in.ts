import { isObject } from '../../read-raw';
import { asParsed, type EventReader } from '../event-reader';

/*
 * Microsoft Entra ID sign-ins. Rules use the values of the portal; the log has codes:
 * https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-in-log-activity-details
 */

const CODES: ReadonlyMap<string, string> = new Map([
  ['success', '0'],
  // Wrong user name or password: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
  ['failure', '50126'],
]);

/** The error code of a sign-in as text; `0` is success. A rule may name the outcome instead. */
export function signInCode(event: EventReader): string | undefined {
  return (
    event.text('ResultType', 'resultType') ?? CODES.get(event.text('Status')?.toLowerCase() ?? '')
  );
}

/** `Success` or `Failure`, as in ASIM. Unknown without a code, which every recorded sign-in has. */
export function signInOutcome(event: EventReader): string | undefined {
  const code = signInCode(event);
  if (code === undefined) return undefined;
  return code === '0' ? 'Success' : 'Failure';
}

/** What the log says about the result, or its code. */
export function signInDetails(event: EventReader): string {
  return event.text('ResultDescription', 'Resultdescription') ?? signInCode(event) ?? '0';
}

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['device code', 'deviceCode'],
  ['ropc', 'ropc'],
]);

/** The protocol, from its field or from the portal's name for it in the message. */
export function signInProtocol(event: EventReader): string | undefined {
  return (
    event.text('AuthenticationProtocol', 'properties.authenticationProtocol') ??
    PROTOCOLS.get(event.text('properties.message')?.toLowerCase() ?? '')
  );
}

/**
 * The device as an object. Rules write `trusttype`; the log writes `trustType`:
 * https://learn.microsoft.com/graph/api/resources/devicedetail
 */
export function signInDevice(event: EventReader): unknown {
  const detail = asParsed(event.value('DeviceDetail', 'properties.deviceDetail'));
  if (!isObject(detail) || detail.trusttype === undefined) return detail;
  const { trusttype, ...others } = detail;
  return { ...others, trustType: trusttype };
}

/** The status. Text other than an outcome is one of its details. 500121: MFA denied. */
export function signInStatus(event: EventReader): unknown {
  const status = asParsed(event.value('Status', 'properties.status'));
  if (typeof status !== 'string' || /^(?:success|failure|interrupted)$/i.test(status)) {
    return status;
  }
  return { errorCode: 500121, additionalDetails: status };
}
