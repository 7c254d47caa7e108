import { auditResult, resultType } from './cloud';
import { ASIM_PARSERS, type Connector, type Reader } from './connector';

/*
 * Cloud logs behind ASIM's AuditEvent and Authentication parsers. Parsers read: Azure-Sentinel,
 * Parsers/ASimAuditEvent and Parsers/ASimAuthentication, through the field documentation of each.
 */

const AUDIT = `${ASIM_PARSERS}/ASimAuditEvent/Parsers`;
const SIGN_IN = `${ASIM_PARSERS}/ASimAuthentication/Parsers/ASimAuthenticationAADSigninLogs.yaml`;

function header(
  { time }: Reader,
  vendor: string,
  product: string,
  schema: string,
): Record<string, unknown> {
  return {
    TimeGenerated: time,
    EventCount: 1,
    EventVendor: vendor,
    EventProduct: product,
    EventSchema: schema,
    EventStartTime: time,
    EventEndTime: time,
  };
}

function cloudTrail(event: Reader): Record<string, unknown> {
  const { text } = event;
  const address = text('sourceIPAddress', 'src_ip');
  return {
    ...header(event, 'AWS', 'CloudTrail', 'AuditEvent'),
    EventResult: text('errorCode') ? 'Failure' : 'Success',
    EventMessage: text('errorMessage'),
    EventSubType: text('eventType'),
    Operation: text('eventName'),
    TargetAppName: text('eventSource'),
    HttpUserAgent: text('userAgent'),
    // Calls of AWS services have the service's name in place of an address.
    SrcIpAddr: address?.endsWith('.amazonaws.com') ? undefined : address,
    ActorOriginalUserType: text('userIdentity.type'),
    ActorUsername: text('userIdentity.userName'),
    ActorUserId: text('userIdentity.accountId'),
    AdditionalFields: {
      ActorARN: text('userIdentity.arn'),
      AWSRegion: text('awsRegion'),
      RequestParameters: text('requestParameters'),
    },
  };
}

function azureActivity(event: Reader): Record<string, unknown> {
  const { text } = event;
  return {
    ...header(event, 'Microsoft', 'Azure', 'AuditEvent'),
    EventResult: 'Success',
    Operation: text('operationName', 'OperationName', 'OperationNameValue', 'properties.message'),
    Object: text('ResourceId', 'resourceId'),
    ActorUsername: text('caller', 'Caller'),
    SrcIpAddr: text('callerIpAddress', 'CallerIpAddress'),
  };
}

function entraAudit(event: Reader): Record<string, unknown> {
  const { text, value } = event;
  const { Result, ResultReason } = auditResult(text);
  const operation = text('OperationName', 'operationName', 'properties.message');
  return {
    ...header(event, 'Microsoft', 'Microsoft Entra ID', 'AuditEvent'),
    EventOriginalType: operation ?? text('ActivityDisplayName', 'ActivityType', 'activityType'),
    Operation: text('ActivityDisplayName', 'ActivityType', 'activityType') ?? operation,
    EventResult: Result === undefined || /^succ?ess$/i.test(Result) ? 'Success' : 'Failure',
    EventOriginalResultDetails: ResultReason,
    TargetAppName: text('LoggedByService'),
    ActorUsername: text('Initiatedby', 'Initiatied.By', 'properties.initiatedBy'),
    OriginalObjectType: text('targetResources.type', 'TargetResources.type'),
    AdditionalFields: {
      Category: text('Category', 'category'),
      AdditionalDetails: value('AdditionalDetails', 'additionalDetails'),
    },
  };
}

function signIn(event: Reader): Record<string, unknown> {
  const { text } = event;
  const code = resultType(text) ?? '0';
  return {
    ...header(event, 'Microsoft', 'AAD', 'Authentication'),
    EventType: 'Logon',
    EventResult: code === '0' ? 'Success' : 'Failure',
    EventOriginalResultDetails: text('ResultDescription', 'Resultdescription') ?? code,
    TargetUsername: text('UserPrincipalName', 'Username'),
    TargetAppName: text('AppDisplayName'),
    TargetAppId: text('AppId', 'properties.appId'),
    HttpUserAgent: text('userAgent', 'UserAgent'),
    SrcIpAddr: text('callerIpAddress', 'IPAddress'),
    SrcGeoCountry: text('location', 'Location'),
    SrcDvcId: text('DeviceDetail.deviceId', 'properties.deviceDetail.deviceId'),
    ActingOriginalAppType: text('ClientApp', 'ClientAppUsed'),
  };
}

function exchange(event: Reader): Record<string, unknown> | null {
  const { text } = event;
  // The parser reads records of Exchange's administrators only.
  if ((text('eventSource') ?? 'Exchange').toLowerCase() !== 'exchange') return null;
  const failed = /^(?:false|fail)/i.test(text('ResultStatus', 'status') ?? '');
  return {
    ...header(event, 'Microsoft', 'Exchange 365', 'AuditEvent'),
    EventResult: failed ? 'Failure' : 'Success',
    Operation: text('Operation', 'eventName'),
    NewValue: text('Parameters'),
    Object: text('ObjectId'),
    ActorUsername: text('UserId'),
    SrcIpAddr: text('ClientIP'),
  };
}

function auditEvent(
  logsource: Connector['logsources'][number],
  file: string,
  row: Connector['row'],
): Connector {
  return {
    logsources: [logsource],
    target: 'sentinel-asim',
    table: '_Im_AuditEvent',
    source: `${AUDIT}/${file}`,
    row,
  };
}

export const CLOUD_ASIM_CONNECTORS: readonly Connector[] = [
  auditEvent(['aws', null, 'cloudtrail'], 'ASimAuditEventAWSCloudTrail.yaml', cloudTrail),
  auditEvent(['azure', null, 'activitylogs'], 'ASimAuditEventAzureActivity.yaml', azureActivity),
  auditEvent(['azure', null, 'auditlogs'], 'ASimAuditEventMicrosoftEntraID.yaml', entraAudit),
  auditEvent(['m365', null, 'audit'], 'ASimAuditEventMicrosoftExchangeAdmin365.yaml', exchange),
  auditEvent(['m365', null, 'exchange'], 'ASimAuditEventMicrosoftExchangeAdmin365.yaml', exchange),
  auditEvent(['github', null, 'audit'], 'ASimAuditEventGitHub.yaml', (event) => ({
    ...header(event, 'Microsoft', 'Github', 'AuditEvent'),
    EventOriginalResultDetails: event.text('action'),
  })),
  {
    logsources: [['azure', null, 'signinlogs']],
    target: 'sentinel-asim',
    table: '_Im_Authentication',
    source: SIGN_IN,
    row: signIn,
  },
];
