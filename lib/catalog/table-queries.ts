/*
 * The queries whose results the environment page reads. Usage has a row for each hour and table that took
 * data in, and its DataType is the name of the table:
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/usage (2026-11-29).
 * Advanced hunting has no such table, so the query for Defender asks the tables themselves; isfuzzy leaves
 * out those that the tenant's licences do not have:
 * https://learn.microsoft.com/kusto/query/union-operator (2026-11-29).
 */

/** Lists the tables of a Sentinel workspace that took data in within 30 days. */
export const SENTINEL_TABLES_QUERY = `Usage
| where TimeGenerated > ago(30d)
| summarize MB = round(sum(Quantity), 1) by DataType`;

/** The same for a workspace in which one may not read Usage. It reads every table. */
export const SENTINEL_UNION_QUERY = `union withsource=DataType *
| where TimeGenerated > ago(1d)
| summarize Rows = count() by DataType`;

/** Lists which of these tables of Defender XDR have rows of the last week. */
export function defenderTablesQuery(tables: readonly string[]): string {
  const list = tables.join(', ');
  return `union isfuzzy=true withsource=Table ${list}
| where Timestamp > ago(7d)
| summarize Rows = count() by Table`;
}
