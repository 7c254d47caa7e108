import type { EventReader } from '../event-reader';

/** Whether the firewall allowed the traffic, from its action or its blocked flag. */
export function firewallAllows(event: EventReader): boolean {
  const action = event.text('action');
  if (action !== undefined) return !/deny|drop|block|reject/i.test(action);
  return event.text('blocked')?.toLowerCase() !== 'true';
}

/**
 * The fields of a FortiOS event that CEF has no key for, as `FTNTFGT<name>=<value>`.
 */
export function fortinetExtensions(event: EventReader): string {
  return Object.keys(event.event)
    .filter((name) => name !== 'action' && name !== 'time')
    .map((name) => `FTNTFGT${name}=${event.text(name)}`)
    .join(';');
}
