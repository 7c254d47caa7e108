import { userInfo } from 'node:os';
import type { Environment } from '@/lib/env';
import { auditLog } from '@/lib/sign-in/audit-log.mjs';

/** Records what an operator does by a command, if AUDIT_LOG names a file: who runs it by the account of the machine. */
export function auditCommand(
  { signIn }: Pick<Environment, 'signIn'>,
  event: string,
  details: Readonly<Record<string, string | null>>,
): void {
  if (signIn.auditFile === null) return;
  auditLog(signIn.auditFile)(event, { by: accountName(), ...details });
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as an account without a name.
    return `account ${process.getuid?.() ?? 'unknown'}`;
  }
}
