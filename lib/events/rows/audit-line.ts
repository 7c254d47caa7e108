/**
 * An audit record as auditd prints it: `type=EXECVE msg=audit(…): a0="nc" a1="-l"`. A record that is
 * known as text only keeps its text behind its type.
 */
export function auditLine(event: Readonly<Record<string, unknown>>): string {
  const { type = 'EXECVE', time: _, message, ...fields } = event;
  const values = Object.entries(fields).map(([name, value]) => `${name}="${String(value)}"`);
  if (typeof message === 'string') values.push(message);
  return `type=${String(type)} msg=audit(1767268800.000:100): ${values.join(' ')}`;
}
