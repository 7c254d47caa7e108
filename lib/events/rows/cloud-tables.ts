import { auditLine } from './audit-line';
import {
  clientApp,
  deviceDetail,
  objectRef,
  officeStatus,
  PROTOCOLS,
  podRequest,
  resultType,
  signInStatus,
} from './cloud';
import { asDynamic, type Connector, LOG_ANALYTICS, type Reader } from './connector';
import { allowed, url } from './network';

/* The same cloud logs in the further tables that other connectors and products write. */

const FIXTURES =
  'https://github.com/Azure/Azure-Sentinel/tree/master/.script/tests/KqlvalidationsTests/CustomTables';

const KUBERNETES = [
  ['kubernetes', 'application', 'audit'],
  ['kubernetes', null, 'audit'],
] as const;

function table(
  name: string,
  logsources: Connector['logsources'],
  source: string,
  row: (event: Reader) => Record<string, unknown>,
): Connector {
  return {
    logsources,
    target: 'sentinel',
    table: name,
    source,
    row: (event) => ({ TimeGenerated: event.time, ...row(event) }),
  };
}

const APPLICATIONS = [
  'jvm',
  'spring',
  'django',
  'nodejs',
  'python',
  'ruby_on_rails',
  'sql',
  'velocity',
].map((product) => [product, 'application', null] as const);

export const TABLE_CONNECTORS: readonly Connector[] = [
  table('ArcK8sAudit', KUBERNETES, `${LOG_ANALYTICS}/arck8saudit`, ({ text, value }) => ({
    Verb: text('verb'),
    RequestUri: text('requestURI'),
    UserAgent: text('userAgent'),
    ObjectRef: objectRef(value('objectRef'), text('apiGroup')),
    ResponseStatus: value('responseStatus'),
    RequestObject: podRequest({ text, value }),
  })),
  table('AWSEKSLogs', KUBERNETES, `${LOG_ANALYTICS}/awsekslogs`, ({ text, value, event }) => ({
    RawEvent: {
      ...event,
      objectRef: objectRef(value('objectRef'), text('apiGroup')),
      requestObject: podRequest({ text, value }),
    },
  })),
  table('GitHubAuditLogsV3_CL', [['github', null, 'audit']], FIXTURES, ({ text }) => ({
    Action: text('action'),
    Actor: text('actor'),
    ActorIp: text('actor_ip'),
  })),
  table('GitHubAuditLogPolling_CL', [['github', null, 'audit']], FIXTURES, ({ text }) => ({
    action_s: text('action'),
    actor_s: text('actor'),
    actor_ip_s: text('actor_ip'),
  })),
  table('Okta_CL', [['okta', null, 'okta']], FIXTURES, ({ text, value }) => ({
    eventType_s: text('eventType'),
    legacyEventType_s: text('legacyEventType'),
    displayMessage_s: text('displayMessage'),
    severity_s: text('severity'),
    actor_alternateId_s: text('actor.alternateId'),
    actor_displayName_s: text('actor.displayName'),
    client_ipAddress_s: text('client.ipAddress'),
    outcome_result_s: text('outcome.result'),
    outcome_reason_s: text('outcome.reason'),
    securityContext_isProxy_b: value('securityContext.isProxy'),
    target_s: listText(value('target')),
    debugContext_debugData_requestUri_s: text('debugContext.debugData.requestUri'),
    debugContext_debugData_logOnlySecurityData_s: text(
      'debugContext.debugData.logOnlySecurityData',
    ),
  })),
  table('OneLogin_CL', [['onelogin', null, 'onelogin.events']], FIXTURES, ({ value }) => ({
    event_type_id_d: value('event_type_id'),
  })),
  table('DuoSecurityAuthentication_CL', [['cisco', null, 'duo']], FIXTURES, ({ text }) => ({
    event_type_s: text('event_type'),
    reason_s: text('reason'),
    result_s: text('result'),
    factor_s: text('factor'),
  })),
  table(
    'AADNonInteractiveUserSignInLogs',
    [['azure', null, 'signinlogs']],
    `${LOG_ANALYTICS}/aadnoninteractiveusersigninlogs`,
    ({ text, value }) => ({
      ResultType: resultType(text),
      ResultDescription: text('ResultDescription', 'Resultdescription'),
      UserPrincipalName: text('UserPrincipalName', 'Username'),
      AppDisplayName: text('AppDisplayName'),
      AppId: text('AppId', 'properties.appId'),
      IPAddress: text('IPAddress', 'callerIpAddress'),
      Location: text('Location', 'location'),
      UserAgent: text('UserAgent', 'userAgent'),
      ClientAppUsed: clientApp(text('ClientAppUsed', 'ClientApp')),
      AuthenticationRequirement: text(
        'AuthenticationRequirement',
        'properties.authenticationRequirement',
      ),
      AuthenticationProtocol:
        text('AuthenticationProtocol', 'properties.authenticationProtocol') ??
        PROTOCOLS[text('properties.message')?.toLowerCase() ?? ''],
      ConditionalAccessStatus: text('ConditionalAccessStatus', 'conditionalAccessStatus'),
      ResourceDisplayName: text('ResourceDisplayName'),
      HomeTenantId: text('HomeTenantId', 'homeTenantId'),
      ResourceTenantId: text('ResourceTenantId', 'resourceTenantId'),
      NetworkLocationDetails: text('NetworkLocationDetails'),
      RiskState: text('RiskState'),
      // Text in this table, an object in SigninLogs.
      DeviceDetail: asText(deviceDetail(value('DeviceDetail', 'properties.deviceDetail'))),
      Status: asText(signInStatus(value('Status'))),
    }),
  ),
  table(
    'OfficeActivity',
    [['m365', null, 'exchange']],
    `${LOG_ANALYTICS}/officeactivity`,
    ({ text }) => ({
      OfficeWorkload: text('eventSource') ?? 'Exchange',
      Operation: text('eventName'),
      ResultStatus: officeStatus(text('status')),
    }),
  ),
  table(
    'SQLSecurityAuditEvents',
    [[null, 'database', null]],
    `${LOG_ANALYTICS}/sqlsecurityauditevents`,
    ({ line }) => ({
      Statement: line,
    }),
  ),
  table(
    'MySqlAuditLogs',
    [[null, 'database', null]],
    `${LOG_ANALYTICS}/mysqlauditlogs`,
    ({ line }) => ({
      SqlText: line,
    }),
  ),
  table(
    'PGSQLServerLogs',
    [[null, 'database', null]],
    `${LOG_ANALYTICS}/pgsqlserverlogs`,
    ({ line }) => ({
      Message: line,
    }),
  ),
  table('AppExceptions', APPLICATIONS, `${LOG_ANALYTICS}/appexceptions`, ({ line }) => ({
    Type: 'AppExceptions',
    OuterMessage: line,
  })),
  table('ContainerLogV2', APPLICATIONS, `${LOG_ANALYTICS}/containerlogv2`, ({ line }) => ({
    LogMessage: asDynamic(line),
  })),
  table(
    'AppServiceConsoleLogs',
    APPLICATIONS,
    `${LOG_ANALYTICS}/appserviceconsolelogs`,
    ({ line }) => ({
      ResultDescription: line,
    }),
  ),
  table('Syslog', APPLICATIONS, `${LOG_ANALYTICS}/syslog`, ({ line }) => ({
    Type: 'Syslog',
    Facility: 'user',
    ProcessName: 'app',
    SyslogMessage: line,
  })),
  // These products hand their JSON to syslog themselves, if so configured.
  table(
    'Syslog',
    [['opencanary', 'application', null]],
    `${LOG_ANALYTICS}/syslog`,
    ({ event }) => ({
      Type: 'Syslog',
      Facility: 'user',
      ProcessName: 'opencanaryd',
      SyslogMessage: JSON.stringify({ node_id: 'canary-1', ...event }),
    }),
  ),
  table('Syslog', [['bitbucket', null, 'audit']], `${LOG_ANALYTICS}/syslog`, ({ event }) => ({
    Type: 'Syslog',
    Facility: 'user',
    ProcessName: 'bitbucket',
    SyslogMessage: JSON.stringify(event),
  })),
  table('Syslog', [['linux', null, 'auditd']], `${LOG_ANALYTICS}/syslog`, ({ event }) => ({
    Type: 'Syslog',
    Facility: 'local6',
    ProcessName: 'audisp-syslog',
    SyslogMessage: auditLine(event),
  })),
  table('Syslog', [[null, null, 'apache']], `${LOG_ANALYTICS}/syslog`, ({ line }) => ({
    Type: 'Syslog',
    ProcessName: 'apache2',
    SyslogMessage: line,
  })),
  table('Syslog', [[null, null, 'nginx']], `${LOG_ANALYTICS}/syslog`, ({ line }) => ({
    Type: 'Syslog',
    ProcessName: 'nginx',
    SyslogMessage: line,
  })),
  table(
    'ASimWebSessionLogs',
    [[null, 'proxy', null]],
    `${LOG_ANALYTICS}/asimwebsessionlogs`,
    (event) => ({
      EventType: 'HTTPsession',
      Url: url(event),
      HttpRequestMethod: event.text('cs-method'),
      HttpUserAgent: event.text('c-useragent'),
      HttpHost: event.text('cs-host', 'r-dns'),
      HttpReferrer: event.text('cs-referrer'),
      EventResultDetails: event.text('sc-status'),
      DstIpAddr: event.text('dst_ip'),
      SrcIpAddr: event.text('src_ip', 'c-ip'),
    }),
  ),
  table(
    'ASimDnsActivityLogs',
    [[null, 'dns', null]],
    `${LOG_ANALYTICS}/asimdnsactivitylogs`,
    ({ text }) => ({
      EventType: 'Query',
      DnsQuery: text('query'),
      DnsResponseName: text('answer'),
      DnsQueryTypeName: text('record_type'),
      SrcIpAddr: text('src_ip'),
    }),
  ),
  table(
    'AZFWNetworkRule',
    [[null, 'firewall', null]],
    `${LOG_ANALYTICS}/azfwnetworkrule`,
    ({ text }) => ({
      SourceIp: text('src_ip'),
      DestinationIp: text('dst_ip'),
      SourcePort: text('src_port'),
      DestinationPort: text('dst_port'),
      Action: allowed(text) ? 'Allow' : 'Deny',
    }),
  ),
  table(
    'AWSVPCFlow',
    [
      [null, 'firewall', null],
      [null, null, 'netflow'],
    ],
    `${LOG_ANALYTICS}/awsvpcflow`,
    ({ text }) => ({
      SrcAddr: text('src_ip', 'source.ip'),
      DstAddr: text('dst_ip', 'destination.ip'),
      SrcPort: text('src_port', 'source.port'),
      DstPort: text('dst_port', 'destination.port'),
      Action: allowed(text) ? 'ACCEPT' : 'REJECT',
    }),
  ),
  table(
    'NTANetAnalytics',
    [[null, null, 'netflow']],
    `${LOG_ANALYTICS}/ntanetanalytics`,
    ({ text }) => ({
      SubType: 'FlowLog',
      SrcIp: text('source.ip'),
      DestIp: text('destination.ip'),
      DestPort: text('destination.port'),
    }),
  ),
];

function listText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(Array.isArray(value) ? value : [value]);
}

function asText(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
