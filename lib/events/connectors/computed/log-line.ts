import type { EventReader } from '../event-reader';

/* The lines that text logs write for an event. */

/** sudo's line, rebuilt from the field that a parser extracts: https://www.sudo.ws/docs/man/sudoers.man/ */
export function sudoLine(event: EventReader): string {
  const user = event.text('USER');
  if (user === undefined) return event.line;
  return `worker : TTY=pts/0 ; PWD=/home ; USER=${user} ; COMMAND=/usr/bin/true`;
}

/** OpenCanary's JSON, which begins with its node: https://opencanary.readthedocs.io/en/latest/ */
export function openCanaryLine(event: EventReader): string {
  return JSON.stringify({ node_id: 'canary-1', ...event.event });
}

/** An object as JSON: `String` would call what an event names toString. */
function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * An audit record as auditd prints it: `type=EXECVE msg=audit(…): a0="nc" a1="-l"`. A record with only
 * its text keeps that text after its type.
 */
export function auditLine({ event }: EventReader): string {
  const { type = 'EXECVE', time: _, message, ...fields } = event;
  const values = Object.entries(fields).map(([name, value]) => `${name}="${shown(value)}"`);
  if (typeof message === 'string') values.push(message);
  return `type=${shown(type)} msg=audit(1767268800.000:100): ${values.join(' ')}`;
}
