import type { EventReader } from '../event-reader';

/* CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */

const DENIED = 'AccessDenied';

/** Rules have a `status` that the record does not: a call that failed has an error code instead. */
function hasFailed(event: EventReader): boolean {
  const status = event.text('status');
  return status !== undefined && status.toLowerCase() !== 'success';
}

/** The error code of a call that failed. */
export function awsErrorCode(event: EventReader): string | undefined {
  return event.text('errorCode') ?? (hasFailed(event) ? DENIED : undefined);
}

/** `Failure` for a record with an error code, as the ASIM parser decides it, else `Success`. */
export function awsOutcome(event: EventReader): string {
  return event.text('errorCode') ? 'Failure' : 'Success';
}

/** The caller's address. Calls of AWS services have the service's name in its place. */
export function awsCaller(event: EventReader): string | undefined {
  const address = event.text('sourceIPAddress', 'src_ip');
  return address?.endsWith('.amazonaws.com') ? undefined : address;
}

/** The whole record, with an error code where it failed. */
export function awsRecord(event: EventReader): unknown {
  return hasFailed(event) ? { ...event.event, errorCode: DENIED } : event.event;
}
