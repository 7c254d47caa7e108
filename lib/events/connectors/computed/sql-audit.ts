import type { EventReader } from '../event-reader';

/**
 * The members of an Azure SQL audit record for which AzureDiagnostics has no column:
 * https://learn.microsoft.com/azure/azure-sql/database/audit-log-format
 */
export function sqlAuditMembers(event: EventReader): unknown {
  return { statement_s: event.line };
}
