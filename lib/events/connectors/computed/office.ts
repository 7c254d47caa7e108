import type { EventReader } from '../event-reader';

/** `Success` or `Failure` of an Exchange record, from its ResultStatus, which may be True or False. */
export function exchangeOutcome(event: EventReader): string {
  return /^(?:false|fail)/i.test(event.text('ResultStatus', 'status') ?? '')
    ? 'Failure'
    : 'Success';
}
