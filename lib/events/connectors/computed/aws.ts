import type { EventReader } from '../event-reader';

/* CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */

const DENIED = 'AccessDenied';
const FAILED_LOGIN = 'Failed authentication';

/** Rules have a `status` that the record does not: a call that failed has an error code instead. */
function hasFailed(event: EventReader): boolean {
  const status = event.text('status');
  return status !== undefined && status.toLowerCase() !== 'success';
}

function isConsoleLogin(event: EventReader): boolean {
  return event.text('eventName')?.toLowerCase() === 'consolelogin';
}

/** The error code of a call that failed. A failed ConsoleLogin has none. */
export function awsErrorCode(event: EventReader): string | undefined {
  const denied = hasFailed(event) && !isConsoleLogin(event);
  return event.text('errorCode') ?? (denied ? DENIED : undefined);
}

/** The error message; a failed ConsoleLogin has it in place of an error code. */
export function awsErrorMessage(event: EventReader): string | undefined {
  const failed = hasFailed(event) && isConsoleLogin(event);
  return event.text('errorMessage') ?? (failed ? FAILED_LOGIN : undefined);
}

/** `Failure` for a record with an error code or message, else `Success`, as in the ASIM parsers. */
export function awsOutcome(event: EventReader): string {
  return event.text('errorCode', 'errorMessage') || hasFailed(event) ? 'Failure' : 'Success';
}

/** The caller's address, or the name of the AWS service that made the call. */
export function awsCaller(event: EventReader): string | undefined {
  const address = event.text('sourceIPAddress', 'src_ip');
  return address?.endsWith('.amazonaws.com') ? undefined : address;
}

/** The whole record, with an error code or message if the call failed. */
export function awsRecord(event: EventReader): unknown {
  if (!hasFailed(event)) return event.event;
  const error = isConsoleLogin(event) ? { errorMessage: FAILED_LOGIN } : { errorCode: DENIED };
  return { ...event.event, ...error };
}
