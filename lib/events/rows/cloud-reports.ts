import { type Connector, HUNTING, LOG_ANALYTICS, type Reader } from './connector';
import { url } from './network';

/*
 * Reports of cloud services: Google Workspace, Global Secure Access, mails, risk detections, alerts of
 * Privileged Identity Management, Qualys. Columns are those of the table references; that an alert
 * stands there under its name in the portal is what Microsoft's documentation of the alerts gives.
 */

const WORKSPACE_API =
  'https://developers.google.com/admin-sdk/reports/v1/guides/manage-audit-admin';
const RISKS = 'https://learn.microsoft.com/entra/id-protection/concept-identity-protection-risks';
const PIM_ALERTS =
  'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-configure-security-alerts';

/** Google's reports by the service that writes them, from either of the names that rules have. */
const WORKSPACE = [
  { service: 'google_workspace.admin', application: 'admin' },
  { service: 'google_workspace.login', application: 'login' },
] as const;

function workspaceEvent({ text }: Reader, application: string) {
  const writer = text('eventService', 'protoPayload.serviceName', 'protoPayload.Servicename');
  const other = writer !== undefined && writer.toLowerCase() !== `${application}.googleapis.com`;
  const parameters = [
    ['NEW_VALUE', text('new_value')],
    ['OLD_VALUE', text('old_value')],
    ['SETTING_NAME', text('setting_name')],
  ].flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  return {
    other,
    name: text('eventName', 'protoPayload.metadata.event.eventName'),
    parameters,
  };
}

const WORKSPACE_CONNECTORS: readonly Connector[] = WORKSPACE.flatMap(({ service, application }) => [
  {
    logsources: [['gcp', null, service]],
    target: 'sentinel',
    table: 'GoogleWorkspaceReports',
    source: `${LOG_ANALYTICS}/googleworkspacereports`,
    row: (event) => {
      const { other, name, parameters } = workspaceEvent(event, application);
      if (other) return null;
      return {
        TimeGenerated: event.time,
        Type: 'GoogleWorkspaceReports',
        ApplicationName: application,
        EventName: name,
        EventParameters: parameters,
      };
    },
  },
  {
    logsources: [['gcp', null, service]],
    target: 'defender-xdr',
    table: 'CloudAppEvents',
    source: WORKSPACE_API,
    row: (event) => {
      const { other, name, parameters } = workspaceEvent(event, application);
      if (other) return null;
      return {
        Timestamp: event.time,
        ActionType: name,
        Application: 'Google Workspace',
        RawEventData: { id: { applicationName: application }, events: [{ name, parameters }] },
      };
    },
  },
]);

/** https://cloud.google.com/logging/docs/audit/gsuite-audit-logging */
const SHARED_LOGIN: Connector = {
  logsources: [['gcp', null, 'google_workspace.login']],
  target: 'sentinel',
  table: 'GCPAuditLogs',
  source: `${LOG_ANALYTICS}/gcpauditlogs`,
  row: ({ text, time }) => ({
    TimeGenerated: time,
    Type: 'GCPAuditLogs',
    ServiceName:
      text('protoPayload.serviceName', 'protoPayload.Servicename') ?? 'login.googleapis.com',
    Metadata: { event: [{ eventName: text('protoPayload.metadata.event.eventName') }] },
  }),
};

const SECURE_ACCESS: Connector = {
  logsources: [[null, 'proxy', null]],
  target: 'sentinel',
  table: 'NetworkAccessTraffic',
  origin: 'equivalent',
  source: `${LOG_ANALYTICS}/networkaccesstraffic`,
  row: (event) => {
    const whole = url(event);
    const [, host] = /^\w+:\/\/([^/:?#]*)/.exec(whole) ?? [];
    return {
      TimeGenerated: event.time,
      Type: 'NetworkAccessTraffic',
      DestinationUrl: whole,
      DestinationFqdn: event.text('cs-host', 'r-dns') ?? host,
      DestinationIp: event.text('dst_ip'),
      HttpMethod: event.text('cs-method'),
      HttpUserAgent: event.text('c-useragent'),
      ReferrerHeader: event.text('cs-referrer', 'cs-referer'),
      ResponseCode: event.text('sc-status'),
      SourceIp: event.text('src_ip', 'c-ip'),
      UserPrincipalName: event.text('cs-username'),
    };
  },
};

/** https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema */
const MAILS: readonly Connector[] = (['sentinel', 'defender-xdr'] as const).map((target) => ({
  logsources: [['m365', null, 'audit']],
  target,
  table: 'EmailEvents',
  source: `${HUNTING}-emailevents-table`,
  row: ({ text, time }) =>
    text('Workload')?.toLowerCase() !== 'threatintelligence' ||
    text('Operation')?.toLowerCase() !== 'timaildata'
      ? null
      : {
          [target === 'sentinel' ? 'TimeGenerated' : 'Timestamp']: time,
          DeliveryAction: text('DeliveryAction'),
          EmailDirection: text('Directionality'),
          Subject: text('Subject'),
          SenderFromAddress: text('P2Sender'),
          RecipientEmailAddress: text('Recipients'),
        },
}));

/** Names in the portal of risk detections, by riskEventType of Microsoft Graph. */
const RISK_TITLES: Readonly<Record<string, string>> = {
  adminconfirmedusercompromised: 'Admin confirmed user compromised',
  anomaloustoken: 'Anomalous Token',
  anomaloususeractivity: 'Anomalous user activity',
  anonymizedipaddress: 'Anonymous IP address',
  attackerinthemiddle: 'Attacker in the Middle',
  attemptedprtaccess: 'Possible attempt to access Primary Refresh Token (PRT)',
  impossibletravel: 'Impossible travel',
  investigationsthreatintelligence: 'Microsoft Entra threat intelligence',
  leakedcredentials: 'Leaked credentials',
  maliciousipaddress: 'Malicious IP address',
  malwareinfectedipaddress: 'Malware linked IP address',
  mcasfinsuspiciousfileaccess: 'Mass access to sensitive files',
  mcasimpossibletravel: 'Impossible travel',
  mcassuspiciousinboxmanipulationrules: 'Suspicious inbox manipulation rules',
  newcountry: 'New country',
  passwordspray: 'Password spray',
  riskyipaddress: 'Activity from anonymous IP address',
  suspiciousapitraffic: 'Suspicious API Traffic',
  suspiciousbrowser: 'Suspicious browser',
  suspiciousinboxforwarding: 'Suspicious inbox forwarding',
  suspiciousipaddress: 'Malicious IP address',
  suspicioussendingpatterns: 'Suspicious sending patterns',
  tokenissueranomaly: 'Token issuer anomaly',
  unfamiliarfeatures: 'Unfamiliar sign-in properties',
  unlikelytravel: 'Atypical travel',
};

const RISK_ALERTS: Connector = {
  logsources: [['azure', null, 'riskdetection']],
  target: 'defender-xdr',
  table: 'AlertInfo',
  origin: 'equivalent',
  source: RISKS,
  row: ({ text, time }) => {
    const title = RISK_TITLES[text('riskEventType', 'RiskEventType')?.toLowerCase() ?? ''];
    if (title === undefined) return null;
    return { Timestamp: time, Title: title, ServiceSource: 'AAD Identity Protection' };
  },
};

const PIM_NAMES: Readonly<Record<string, string>> = {
  invalidlicensealertincident:
    "The organization doesn't have Microsoft Entra ID P2 or Microsoft Entra ID Governance",
  nomfaonroleactivationalertincident:
    "Roles don't require multifactor authentication for activation",
  redundantassignmentalertincident: "Administrators aren't using their privileged roles",
  rolesassignedoutsideprivilegedidentitymanagementalertconfiguration:
    'Roles are being assigned outside of Privileged Identity Management',
  sequentialactivationrenewalsalertincident: 'Roles are being activated too frequently',
  stalesigninalertincident: 'Potential stale accounts in a privileged role',
  toomanyglobaladminsassignedtotenantalertincident: 'There are too many global administrators',
};

/** The activity that the audit log gets when an alert is raised; other records are no alert. */
function pimAlert({ text }: Reader): string | undefined {
  return PIM_NAMES[text('riskEventType')?.toLowerCase() ?? ''];
}

const PIM_ACTIVITY = 'Triggered PIM alert';

const PIM: readonly Connector[] = [
  {
    logsources: [['azure', null, 'pim']],
    target: 'sentinel',
    table: 'AuditLogs',
    origin: 'equivalent',
    source: PIM_ALERTS,
    row: (event) => {
      const name = pimAlert(event);
      if (name === undefined) return null;
      return {
        TimeGenerated: event.time,
        Type: 'AuditLogs',
        OperationName: PIM_ACTIVITY,
        LoggedByService: 'PIM',
        TargetResources: [{ displayName: name, type: 'Other' }],
      };
    },
  },
  {
    logsources: [['azure', null, 'pim']],
    target: 'sentinel-asim',
    table: '_Im_AuditEvent',
    origin: 'equivalent',
    source: PIM_ALERTS,
    row: (event) => {
      const name = pimAlert(event);
      if (name === undefined) return null;
      return {
        TimeGenerated: event.time,
        EventVendor: 'Microsoft',
        EventProduct: 'Microsoft Entra ID',
        EventSchema: 'AuditEvent',
        EventOriginalType: PIM_ACTIVITY,
        Object: name,
      };
    },
  },
];

/** https://docs.qualys.com/en/vm/api/assets/host_lists/host_detection.htm */
const QUALYS: Connector = {
  logsources: [['qualys', null, null]],
  target: 'sentinel',
  table: 'QualysHostDetectionV3_CL',
  source: `${LOG_ANALYTICS}/qualyshostdetectionv3-cl`,
  row: ({ value, text, time }) => ({
    TimeGenerated: time,
    HostId: text('host.id'),
    DetectionList: [value('host.scan.vuln')]
      .flat()
      .map((qid) => ({ QID: qid, RESULTS: text('host.scan.vuln_name') })),
  }),
};

export const REPORT_CONNECTORS: readonly Connector[] = [
  ...WORKSPACE_CONNECTORS,
  SHARED_LOGIN,
  SECURE_ACCESS,
  ...MAILS,
  RISK_ALERTS,
  ...PIM,
  QUALYS,
];
