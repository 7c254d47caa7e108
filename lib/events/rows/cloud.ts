import { isObject } from '../read-raw';
import { asDynamic, type Connector, HUNTING, LOG_ANALYTICS, type Reader } from './connector';

/*
 * Cloud and SaaS audit logs. Columns are those of the table reference; where a log's own field and
 * the column differ in name, the reference's description of the column says which field it is.
 */

const SENTINEL = 'https://github.com/Azure/Azure-Sentinel/blob/master/Solutions';

const AWS: Connector = {
  logsources: [['aws', null, 'cloudtrail']],
  target: 'sentinel',
  table: 'AWSCloudTrail',
  source: `${LOG_ANALYTICS}/awscloudtrail`,
  row: ({ text, value, time }) => ({
    TimeGenerated: time,
    Type: 'AWSCloudTrail',
    AwsEventId: text('eventID'),
    EventName: text('eventName'),
    EventSource: text('eventSource'),
    EventTypeName: text('eventType'),
    EventVersion: text('eventVersion'),
    AWSRegion: text('awsRegion'),
    SourceIpAddress: text('sourceIPAddress', 'src_ip'),
    UserAgent: text('userAgent'),
    // `status` is no field of the record: it fails where it has an error code.
    ErrorCode: text('errorCode') ?? (failed(text('status')) ? 'AccessDenied' : undefined),
    ErrorMessage: text('errorMessage'),
    RequestParameters: text('requestParameters'),
    ResponseElements: text('responseElements'),
    AdditionalEventData: text('additionalEventData'),
    Resources: text('resources'),
    ReadOnly: value('readOnly'),
    UserIdentityType: text('userIdentity.type'),
    UserIdentityArn: text('userIdentity.arn'),
    UserIdentityPrincipalid: text('userIdentity.principalId'),
    UserIdentityAccountId: text('userIdentity.accountId'),
    UserIdentityInvokedBy: text('userIdentity.invokedBy'),
    UserIdentityUserName: text('userIdentity.userName'),
    SessionMfaAuthenticated: value('userIdentity.sessionContext.attributes.mfaAuthenticated'),
    SessionIssuerType: text('userIdentity.sessionContext.sessionIssuer.type'),
    SessionIssuerArn: text('userIdentity.sessionContext.sessionIssuer.arn'),
    SessionIssuerUserName: text('userIdentity.sessionContext.sessionIssuer.userName'),
    RecipientAccountId: text('recipientAccountId'),
  }),
};

export function failed(status: string | undefined): boolean {
  return status !== undefined && status.toLowerCase() !== 'success';
}

const AZURE_ACTIVITY: Connector = {
  logsources: [['azure', null, 'activitylogs']],
  target: 'sentinel',
  table: 'AzureActivity',
  source: `${LOG_ANALYTICS}/azureactivity`,
  row: ({ text, value, time }) => ({
    TimeGenerated: time,
    Type: 'AzureActivity',
    OperationNameValue: text('OperationNameValue', 'operationName', 'properties.message'),
    CategoryValue: text('CategoryValue', 'category'),
    ResourceProviderValue: text('ResourceProviderValue'),
    ResourceId: text('ResourceId', 'resourceId'),
    _ResourceId: text('ResourceId', 'resourceId')?.toLowerCase(),
    ActivityStatusValue: text('ActivityStatusValue', 'resultType'),
    Caller: text('caller', 'Caller'),
    CallerIpAddress: text('callerIpAddress', 'CallerIpAddress'),
    Level: text('Level', 'level'),
    Properties: text('properties'),
    Properties_d: asDynamic(value('properties')),
  }),
};

const AZURE_AUDIT: Connector = {
  logsources: [['azure', null, 'auditlogs']],
  target: 'sentinel',
  table: 'AuditLogs',
  source: `${LOG_ANALYTICS}/auditlogs`,
  row: ({ text, value, time }) => ({
    TimeGenerated: time,
    ActivityDateTime: time,
    Type: 'AuditLogs',
    OperationName: text(
      'OperationName',
      'operationName',
      'properties.message',
      'ActivityDisplayName',
    ),
    ActivityDisplayName: text(
      'ActivityDisplayName',
      'properties.activityDisplayName',
      'OperationName',
      'operationName',
      'properties.message',
    ),
    Category: text('Category', 'category', 'properties.category'),
    ...auditResult(text),
    LoggedByService: text('LoggedByService', 'properties.loggedByService'),
    AADOperationType: text('ActivityType', 'activityType', 'properties.operationType'),
    InitiatedBy: asDynamic(
      value('InitiatedBy', 'Initiatedby', 'Initiatied.By', 'properties.initiatedBy'),
    ),
    TargetResources:
      consentTarget(text('ConsentContext.IsAdminConsent')) ??
      changedProperties(text('properties.message')) ??
      asDynamic(value('TargetResources', 'targetResources', 'properties.targetResources')),
    AdditionalDetails: asDynamic(
      value('AdditionalDetails', 'additionalDetails', 'properties.additionalDetails'),
    ),
  }),
};

/** What the portal shows as status is the result, or the reason for it. */
export function auditResult(text: Reader['text']): {
  Result: string | undefined;
  ResultReason: string | undefined;
} {
  const status = text('Status');
  const isReason = status !== undefined && !/^(?:succ?ess|failure|timeout)$/i.test(status);
  return {
    Result: text('Result', 'properties.result') ?? (isReason ? 'success' : status),
    ResultReason:
      text('ResultReason', 'properties.resultReason', 'failure_status_reason') ??
      (isReason ? status : undefined),
  };
}

/** Some rules have the modified properties in place of the message: `"displayName":…,"newValue":…`. */
function changedProperties(message: string | undefined): unknown {
  if (!message?.startsWith('"')) return undefined;
  const property = asDynamic(`{${message}}`);
  return isObject(property) ? [{ type: 'User', modifiedProperties: [property] }] : undefined;
}

/** A consent's context is among the modified properties of its target, values as JSON text. */
function consentTarget(isAdminConsent: string | undefined): unknown {
  if (isAdminConsent === undefined) return undefined;
  const newValue = JSON.stringify(isAdminConsent);
  const property = { displayName: 'ConsentContext.IsAdminConsent', oldValue: '[]', newValue };
  return [{ type: 'ServicePrincipal', modifiedProperties: [property] }];
}

const AZURE_SIGNIN: Connector = {
  logsources: [['azure', null, 'signinlogs']],
  target: 'sentinel',
  table: 'SigninLogs',
  source: `${LOG_ANALYTICS}/signinlogs`,
  row: ({ text, value, time }) => ({
    TimeGenerated: time,
    Type: 'SigninLogs',
    Category: 'SignInLogs',
    OperationName: 'Sign-in activity',
    ResultType: resultType(text),
    ResultDescription: text(
      'ResultDescription',
      'Resultdescription',
      'resultDescription',
      'properties.message',
    ),
    UserPrincipalName: text('UserPrincipalName', 'Username', 'properties.userPrincipalName'),
    AppDisplayName: text('AppDisplayName', 'properties.appDisplayName'),
    AppId: text('AppId', 'properties.appId'),
    IPAddress: text('IPAddress', 'callerIpAddress', 'properties.ipAddress'),
    Location: text('Location', 'location'),
    UserAgent: text('UserAgent', 'userAgent', 'properties.userAgent'),
    ClientAppUsed: clientApp(text('ClientAppUsed', 'ClientApp', 'properties.clientAppUsed')),
    AuthenticationRequirement: text(
      'AuthenticationRequirement',
      'properties.authenticationRequirement',
    ),
    AuthenticationProtocol:
      text('AuthenticationProtocol', 'properties.authenticationProtocol') ??
      PROTOCOLS[text('properties.message')?.toLowerCase() ?? ''],
    ConditionalAccessStatus: text('ConditionalAccessStatus', 'conditionalAccessStatus'),
    ResourceDisplayName: text('ResourceDisplayName', 'properties.resourceDisplayName'),
    HomeTenantId: text('HomeTenantId', 'homeTenantId'),
    ResourceTenantId: text('ResourceTenantId', 'resourceTenantId'),
    NetworkLocationDetails: text('NetworkLocationDetails'),
    RiskState: text('RiskState', 'properties.riskState'),
    DeviceDetail: deviceDetail(value('DeviceDetail', 'properties.deviceDetail')),
    Status: signInStatus(value('Status', 'properties.status')),
  }),
};

/**
 * Names of clients as the log has them, where rules and the portal's older filter say otherwise:
 * https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication
 */
const CLIENTS: Readonly<Record<string, string>> = {
  'other client': 'Other clients',
  imap: 'IMAP4',
  pop3: 'POP3',
  mapi: 'MAPI Over HTTP',
  smtp: 'Authenticated SMTP',
};

export function clientApp(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (CLIENTS[name.toLowerCase()] ?? name);
}

/** https://learn.microsoft.com/graph/api/resources/devicedetail; rules write one name in small letters. */
export function deviceDetail(value: unknown): unknown {
  const detail = asDynamic(value);
  if (!isObject(detail) || detail.trusttype === undefined) return detail;
  const { trusttype, ...others } = detail;
  return { ...others, trustType: trusttype };
}

/** An outcome in other words than the portal's stands among the details of the status. */
export function signInStatus(value: unknown): unknown {
  const status = asDynamic(value);
  if (typeof status !== 'string' || /^(?:success|failure|interrupted)$/i.test(status))
    return status;
  return { errorCode: 500121, additionalDetails: status };
}

const AZURE_RISK: Connector = {
  logsources: [['azure', null, 'riskdetection']],
  target: 'sentinel',
  table: 'AADUserRiskEvents',
  source: `${LOG_ANALYTICS}/aaduserriskevents`,
  row: ({ text, time }) => ({
    TimeGenerated: time,
    Type: 'AADUserRiskEvents',
    RiskEventType: text('riskEventType', 'RiskEventType'),
    RiskLevel: text('riskLevel'),
    RiskState: text('riskState'),
    UserPrincipalName: text('userPrincipalName'),
  }),
};

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-entraidsigninevents-table */
const ACCESS_CODES: Readonly<Record<string, number>> = { success: 0, failure: 1, notapplied: 2 };

const RISK_STATES: Readonly<Record<string, number>> = {
  none: 0,
  confirmedsafe: 1,
  remediated: 2,
  dismissed: 3,
  atrisk: 4,
  confirmedcompromised: 5,
};

/** The code of a sign-in; rules also give the outcome by name. 50126: wrong password. */
export function resultType(text: Reader['text']): string | undefined {
  const named: Readonly<Record<string, string>> = { success: '0', failure: '50126' };
  return text('ResultType', 'resultType') ?? named[text('Status')?.toLowerCase() ?? ''];
}

/** What the portal calls a protocol, and the log. */
export const PROTOCOLS: Readonly<Record<string, string>> = {
  'device code': 'deviceCode',
  ropc: 'ropc',
};

function flag(value: string | undefined): number | undefined {
  return value === undefined ? undefined : value.toLowerCase() === 'true' ? 1 : 0;
}

const ENTRA_SIGNIN: Connector = {
  logsources: [['azure', null, 'signinlogs']],
  target: 'defender-xdr',
  table: 'EntraIdSignInEvents',
  source: `${HUNTING}-entraidsigninevents-table`,
  row: ({ text, time }) => ({
    Timestamp: time,
    ErrorCode: resultType(text),
    ConditionalAccessStatus:
      ACCESS_CODES[text('conditionalAccessStatus', 'ConditionalAccessStatus')?.toLowerCase() ?? ''],
    AuthenticationRequirement: text(
      'AuthenticationRequirement',
      'properties.authenticationRequirement',
    ),
    UserAgent: text('userAgent', 'UserAgent'),
    Country: text('location', 'Location'),
    ClientAppUsed: text('ClientApp', 'ClientAppUsed'),
    EntraIdDeviceId: text('DeviceDetail.deviceId', 'properties.deviceDetail.deviceId'),
    RiskState: RISK_STATES[text('RiskState', 'properties.riskState')?.toLowerCase() ?? ''],
    DeviceTrustType: text('DeviceDetail.trusttype', 'DeviceDetail.trustType'),
    IsCompliant: flag(text('DeviceDetail.isCompliant')),
    NetworkLocationDetails: text('NetworkLocationDetails'),
    ResourceDisplayName: text('ResourceDisplayName'),
    AccountUpn: text('Username', 'UserPrincipalName'),
    IPAddress: text('callerIpAddress', 'IPAddress'),
    ApplicationId: text('properties.appId', 'AppId'),
    ResourceTenantId: text('resourceTenantId', 'ResourceTenantId'),
  }),
};

/** Raw Okta system log → columns: OktaSSOv2_DCR.json of the Okta Single Sign-On solution. */
function okta({ text, value, time }: Reader): Record<string, unknown> {
  return {
    TimeGenerated: time,
    EventOriginalType: text('eventType'),
    LegacyEventType: text('legacyEventType'),
    EventMessage: text('displayMessage'),
    OriginalSeverity: text('severity'),
    OriginalActorAlternateId: text('actor.alternateId'),
    ActorDisplayName: text('actor.displayName'),
    OriginalOutcomeResult: text('outcome.result'),
    EventOriginalResultDetails: text('outcome.reason'),
    SecurityContextIsProxy: value('securityContext.isProxy'),
    DebugData: value('debugContext.debugData'),
    OriginalTarget: list(value('target')),
    SrcIpAddr: text('client.ipAddress'),
  };
}

function list(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}

const OKTA: readonly Connector[] = ['OktaV2_CL', 'OktaSystemLogs'].map((table) => ({
  logsources: [['okta', null, 'okta']],
  target: 'sentinel',
  table,
  source: `${SENTINEL}/Okta%20Single%20Sign-On/Data%20Connectors/OktaNativePollerConnectorV2/OktaSSOv2_DCR.json`,
  row: okta,
}));

const GCP: Connector = {
  logsources: [['gcp', null, 'gcp.audit']],
  target: 'sentinel',
  table: 'GCPAuditLogs',
  source: `${LOG_ANALYTICS}/gcpauditlogs`,
  row: ({ text, value, time }) => ({
    TimeGenerated: time,
    Type: 'GCPAuditLogs',
    MethodName: text(
      'gcp.audit.method_name',
      'data.protoPayload.methodName',
      'protoPayload.methodName',
    ),
    ServiceName: text('data.protoPayload.serviceName', 'protoPayload.serviceName'),
    LogName: text('data.protoPayload.logName', 'logName'),
    GCPResourceType: text('data.protoPayload.resource.type', 'resource.type'),
    AuthorizationInfo: list(
      value('data.protoPayload.authorizationInfo', 'protoPayload.authorizationInfo'),
    ),
    PrincipalEmail: text('protoPayload.authenticationInfo.principalEmail'),
    Request: value('protoPayload.request'),
  }),
};

/** Each service's events have a table of their own. */
function isOther(service: string | undefined, own: string): boolean {
  return service !== undefined && service.toLowerCase() !== own;
}

const WORKSPACE: readonly Connector[] = [
  {
    logsources: [['gcp', null, 'google_workspace.admin']],
    target: 'sentinel',
    table: 'GWorkspace_ReportsAPI_admin_CL',
    source: `${SENTINEL}/GoogleWorkspaceReports`,
    row: ({ text, time }) =>
      isOther(text('eventService'), 'admin.googleapis.com')
        ? null
        : {
            TimeGenerated: time,
            event_name_s: text('eventName'),
            NEW_VALUE_s: text('new_value'),
            SETTING_NAME_s: text('setting_name'),
          },
  },
  {
    logsources: [['gcp', null, 'google_workspace.login']],
    target: 'sentinel',
    table: 'GWorkspace_ReportsAPI_login_CL',
    source: `${SENTINEL}/GoogleWorkspaceReports`,
    row: ({ text, time }) =>
      isOther(text('protoPayload.serviceName', 'protoPayload.Servicename'), 'login.googleapis.com')
        ? null
        : {
            TimeGenerated: time,
            event_name_s: text('protoPayload.metadata.event.eventName', 'eventName'),
          },
  },
];

const GITHUB: Connector = {
  logsources: [['github', null, 'audit']],
  target: 'sentinel',
  table: 'GitHubAuditLogsV2_CL',
  source: `${SENTINEL}/GitHub/Data%20Connectors/GitHubAuditLogs_AzStorage/table_GitHubAuditLogsV2.json`,
  row: ({ text, time }) => ({ TimeGenerated: time, Action: text('action'), Actor: text('actor') }),
};

/** https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema */
const OFFICE: Connector = {
  logsources: [['m365', null, 'audit']],
  target: 'sentinel',
  table: 'OfficeActivity',
  source: `${LOG_ANALYTICS}/officeactivity`,
  row: ({ text, time }) => ({
    TimeGenerated: time,
    Type: 'OfficeActivity',
    Operation: text('Operation'),
    OfficeWorkload: text('Workload'),
    OfficeObjectId: text('ObjectId'),
    ResultStatus: text('ResultStatus'),
    Parameters: text('Parameters'),
    ApplicationId: text('ApplicationId'),
    OperationProperties: text('OperationProperties'),
    UserId: text('UserId'),
    ClientIP: text('ClientIP'),
    RecordType: text('RecordType'),
  }),
};

const CLOUD_APP: Connector = {
  logsources: [['m365', null, 'audit']],
  target: 'defender-xdr',
  table: 'CloudAppEvents',
  source: `${HUNTING}-cloudappevents-table`,
  row: ({ text, time, event }) => ({
    Timestamp: time,
    ActionType: text('Operation'),
    Application: OFFICE_APPLICATIONS[text('Workload') ?? ''] ?? text('Workload') ?? 'Microsoft 365',
    RawEventData: event,
  }),
};

/** Workloads by the names that Defender for Cloud Apps gives the applications. */
const OFFICE_APPLICATIONS: Readonly<Record<string, string>> = {
  Exchange: 'Microsoft Exchange Online',
  SharePoint: 'Microsoft SharePoint Online',
  OneDrive: 'Microsoft OneDrive for Business',
  MicrosoftTeams: 'Microsoft Teams',
};

const ALERT_SERVICES = ['threat_management', 'threat_detection', 'exchange'] as const;

const OFFICE_ALERTS: readonly Connector[] = [
  {
    logsources: ALERT_SERVICES.map((service) => ['m365', null, service] as const),
    target: 'sentinel',
    table: 'SecurityAlert',
    source: `${LOG_ANALYTICS}/securityalert`,
    row: ({ text, time }) => ({
      TimeGenerated: time,
      Type: 'SecurityAlert',
      AlertName: text('eventName'),
      DisplayName: text('eventName'),
      ProductName: 'Microsoft Cloud App Security',
      ProviderName: 'OATP',
      ExtendedProperties: text('Payload'),
    }),
  },
  {
    logsources: ALERT_SERVICES.map((service) => ['m365', null, service] as const),
    target: 'defender-xdr',
    table: 'AlertInfo',
    source: `${HUNTING}-alertinfo-table`,
    row: ({ text, time }) => ({
      Timestamp: time,
      Title: text('eventName'),
      ServiceSource: text('eventSource'),
    }),
  },
];

/**
 * The request's object. Rules name two parts of a pod's specification by themselves, which stand deep
 * in it: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function podRequest({ text, value }: Pick<Reader, 'text' | 'value'>): unknown {
  const path = text('hostPath');
  const capability = text('capabilities');
  if (path === undefined && capability === undefined) return value('requestObject');
  return {
    spec: {
      volumes: path === undefined ? [] : [{ name: 'host', hostPath: { path, type: '' } }],
      containers:
        capability === undefined
          ? []
          : [{ name: 'main', securityContext: { capabilities: { add: [capability] } } }],
    },
  };
}

/** Success as the unified audit log words it for Exchange. */
export function officeStatus(status: string | undefined): string | undefined {
  return status?.toLowerCase() === 'success' ? 'Succeeded' : status;
}

/** The audit.k8s.io/v1 event, a column for each of its members. */
function kubernetes({ text, value, time }: Reader): Record<string, unknown> {
  return {
    TimeGenerated: time,
    Verb: text('verb'),
    RequestUri: text('requestURI'),
    UserAgent: text('userAgent'),
    ObjectRef: objectRef(value('objectRef'), text('apiGroup')),
    ResponseStatus: value('responseStatus'),
    RequestObject: podRequest({ text, value }),
    User: value('user'),
    Stage: text('stage'),
  };
}

/** Rules write the API group beside the object it belongs to. */
export function objectRef(reference: unknown, apiGroup: string | undefined): unknown {
  if (apiGroup === undefined) return reference;
  return { ...(reference as Record<string, unknown> | undefined), apiGroup };
}

const KUBERNETES: readonly Connector[] = ['AKSAudit', 'AKSAuditAdmin'].map((table) => ({
  logsources: [
    ['kubernetes', 'application', 'audit'],
    ['kubernetes', null, 'audit'],
  ],
  target: 'sentinel',
  table,
  source: `${LOG_ANALYTICS}/aksaudit`,
  row: kubernetes,
}));

const ONELOGIN: Connector = {
  logsources: [['onelogin', null, 'onelogin.events']],
  target: 'sentinel',
  table: 'OneLoginEventsV2_CL',
  source: `${SENTINEL}/OneLoginIAM`,
  row: ({ text, time }) => ({ TimeGenerated: time, EventTypeId: text('event_type_id') }),
};

const DUO: Connector = {
  logsources: [['cisco', null, 'duo']],
  target: 'sentinel',
  table: 'CiscoDuo_CL',
  source: `${SENTINEL}/CiscoDuoSecurity`,
  row: ({ text, time }) => ({
    TimeGenerated: time,
    event_type_s: text('event_type'),
    reason_s: text('reason'),
  }),
};

export const CLOUD_CONNECTORS: readonly Connector[] = [
  AWS,
  AZURE_ACTIVITY,
  AZURE_AUDIT,
  AZURE_SIGNIN,
  AZURE_RISK,
  ENTRA_SIGNIN,
  ...OKTA,
  GCP,
  ...WORKSPACE,
  GITHUB,
  OFFICE,
  CLOUD_APP,
  ...OFFICE_ALERTS,
  ...KUBERNETES,
  ONELOGIN,
  DUO,
];
