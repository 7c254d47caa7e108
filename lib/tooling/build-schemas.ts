/**
 * Rebuilds `content/schemas/*.json` from schema reference files:
 *
 *     npx tsx lib/tooling/build-schemas.ts DIRECTORY
 *
 * DIRECTORY holds `log-analytics.json`, `defender-xdr.json` and `asim.json`; their shapes and origins are
 * in `content/schemas/SOURCES.md`. Only names and types are kept, one table per line, sorted, so that a
 * refresh reads as a diff.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SCALAR_TYPES } from '@/lib/kql/tree';

const SCHEMAS = join(import.meta.dirname, '../../content/schemas');

/**
 * Log Analytics tables that a Sigma log source can mean. A trailing `*` matches any ending. The
 * other documented tables (metrics, assessments, billing) carry no telemetry that rules are written for.
 */
const LOG_ANALYTICS_TABLES = `
  AAD* ADFSSignInLogs AFSAuditLogs AGCAccessLogs AGCFirewallLogs AGWAccessLogs AGWFirewallLogs AKSAudit
  AKSAuditAdmin AKSControlPlane ASim*Logs AWS* AZFW* AZKVAuditLogs AlertEvidence AlertInfo AppExceptions
  AppRequests AppTraces AppService*Logs ArcK8sAudit ArcK8sAuditAdmin AuditLogs AzureActivity
  AzureDevOpsAuditing AzureDiagnostics CloudAppEvents CloudAuditEvents CloudDnsEvents CloudProcessEvents
  CommonSecurityLog ContainerLogV2 ContainerRegistry* CrowdStrike*Events CrowdStrikeAlerts
  CrowdStrikeDetections DNSQueryLogs DeviceCustom* DeviceEvents DeviceFile* DeviceImageLoadEvents
  DeviceInfo DeviceLogonEvents DeviceNetwork* DeviceProcessEvents DeviceRegistryEvents DnsAuditEvents
  DnsEvents ETWEvent Email* EnrichedMicrosoft365AuditLogs EntraId* Event GCP* GKEAudit GKEAPIServer
  GoogleCloudSCC GoogleWorkspaceReports GraphApiAuditEvents Heartbeat Identity* Intune*Logs KeyVaults
  KubeEvents LAQueryLogs LinuxAuditLog MDC* MessageEvents MessageUrlInfo MicrosoftGraphActivityLogs
  MicrosoftPurviewInformationProtection MicrosoftServicePrincipalSignInLogs MySqlAuditLogs
  NTANetAnalytics NSPAccessLogs NetworkAccessTraffic NetworkSessions OfficeActivity OktaSystemLogs
  PGSQLServerLogs PowerAutomateActivity PowerPlatformAdminActivity ProtectionStatus SQLSecurityAuditEvents
  Salesforce* SecurityAlert SecurityEvent SecurityIncident SentinelAudit SigninLogs Storage*Logs Syslog
  ThreatIntel* UrlClickEvents VMConnection VMProcess W3CIISLog WVDConnections WindowsEvent
  WindowsFirewall WireData

  ApacheHTTPServer_CL Bitwarden* BoxEvents* CiscoDuo_CL Cisco_Umbrella_* Cloudflare_CL
  CloudflareV2_CL Corelight_v2_*_CL DuoSecurity*_CL GWorkspace_ReportsAPI_*_CL GitHub*_CL
  githubscanaudit_CL Jira_Audit_v2_CL LinuxAudit_CL M365AuditGeneral_CL MongoDBAudit_CL NGINX_CL NXLog*_CL
  OktaV2_CL Okta_CL OneLogin*_CL OracleWebLogicServer_CL PostgreSQL_CL QualysHostDetection*_CL
  SAPBTPAuditLog_CL SAPLogServ_CL SlackAudit*_CL Snowflake_CL SnowflakeLogin*_CL SnowflakeQuery*_CL
  SquidProxy_CL Tomcat_CL jamfprotect*_CL meraki_CL vcenter_CL Zoom*_CL
`;

/** Corelight writes a table for each Zeek log, and more for sensor health and profiling. */
const LEFT_OUT =
  /^Corelight_v2_(corelight_|suricata_|known_|local_|unknown_|util_|.*_(agg|red|stats|debug)_CL)/;

/**
 * Columns that every Log Analytics table has and its reference page leaves out.
 * https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns
 */
const STANDARD_COLUMNS: Columns = {
  TenantId: 'string',
  TimeGenerated: 'datetime',
  Type: 'string',
  _ItemId: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
  _TimeReceived: 'datetime',
};

const types = z.enum(SCALAR_TYPES);
const columns = z.record(z.string(), types);
const tables = z.record(z.string(), columns);
type Columns = z.infer<typeof columns>;

const asimReference = z.record(
  z.string(),
  z.object({
    parsers: z.object({ workspace: z.string(), builtin: z.string() }),
    columns,
  }),
);
const asimParsers = z.record(
  z.string(),
  z.object({ parameters: columns, columns: columns.optional() }),
);

function sorted(record: Columns): Columns {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function print(entries: Record<string, unknown>): string {
  const lines = Object.keys(entries)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(entries[name])}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function main(directory: string): Promise<void> {
  const wanted = LOG_ANALYTICS_TABLES.trim()
    .split(/\s+/)
    .map((name) => ({ name, pattern: new RegExp(`^${name.replaceAll('*', '.*')}$`), found: 0 }));
  const logAnalytics: Record<string, Columns> = {};
  const all = tables.parse(await readJson(join(directory, 'log-analytics.json')));
  for (const [name, own] of Object.entries(all)) {
    const by = wanted.find(({ pattern }) => pattern.test(name));
    if (!by || LEFT_OUT.test(name)) continue;
    by.found++;
    logAnalytics[name] = sorted({ ...STANDARD_COLUMNS, ...own });
  }
  for (const { name, found } of wanted) {
    if (found === 0) console.error(`${name} names no table of the reference`);
  }

  const defender = tables.parse(await readJson(join(directory, 'defender-xdr.json')));
  const parsers = asimParsers.parse(await readJson(join(SCHEMAS, 'asim-parsers.json')));
  const asim: Record<string, unknown> = {};
  const reference = asimReference.parse(await readJson(join(directory, 'asim.json')));
  for (const entry of Object.values(reference)) {
    const { builtin, workspace } = entry.parsers;
    const parser = parsers[builtin];
    if (!parser) throw new Error(`asim-parsers.json has no parameters for ${builtin}`);
    asim[builtin] = {
      workspace,
      parameters: parser.parameters,
      columns: sorted({ ...STANDARD_COLUMNS, ...parser.columns, ...entry.columns }),
    };
  }

  const files = {
    'log-analytics.json': print(logAnalytics),
    'defender-xdr.json': print(
      Object.fromEntries([
        ...Object.entries(defender).map(([name, own]) => [name, sorted(own)] as const),
        // Custom data collection writes to the workspace that is connected to the portal.
        ...Object.entries(logAnalytics).filter(([name]) => name.startsWith('DeviceCustom')),
      ]),
    ),
    'asim.json': print(asim),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(SCHEMAS, name), text);
    console.error(`${name}: ${Object.keys(JSON.parse(text)).length} entries, ${text.length} bytes`);
  }
}

const directory = process.argv[2];
if (directory) await main(directory);
else {
  console.error('usage: build-schemas DIRECTORY');
  process.exitCode = 2;
}
