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

/** `Failure` for a record with an error code, else `Success`, as in the ASIM parser. */
export function awsOutcome(event: EventReader): string {
  return event.text('errorCode') ? 'Failure' : 'Success';
}

/** The caller's address, or the name of the AWS service that made the call. */
export function awsCaller(event: EventReader): string | undefined {
  const address = event.text('sourceIPAddress', 'src_ip');
  return address?.endsWith('.amazonaws.com') ? undefined : address;
}

/** The whole record, with an error code if the call failed. */
export function awsRecord(event: EventReader): unknown {
  return hasFailed(event) ? { ...event.event, errorCode: DENIED } : event.event;
}
