import { failed, objectRef, officeStatus, podRequest } from './cloud';
import { type Connector, HUNTING, type Reader } from './connector';

/*
 * Cloud logs in Defender XDR: CloudAuditEvents and CloudAppEvents keep the whole record as
 * RawEventData. The reference pages describe the columns; which member of a record fills one that
 * bears its name is read off that description.
 */

const CLOUD_AUDIT = `${HUNTING}-cloudauditevents-table`;
const CLOUD_APP = `${HUNTING}-cloudappevents-table`;

const AUDIT_EVENTS: readonly Connector[] = [
  audit(['aws', null, 'cloudtrail'], 'AWS', ({ text, event }) => ({
    OperationName: text('eventName'),
    IPAddress: text('sourceIPAddress', 'src_ip'),
    UserAgent: text('userAgent'),
    RawEventData: failed(text('status')) ? { ...event, errorCode: 'AccessDenied' } : event,
  })),
  audit(['azure', null, 'activitylogs'], 'Azure', ({ text, event }) => ({
    OperationName: text(
      'operationName',
      'OperationName',
      'OperationNameValue',
      'properties.message',
    ),
    IPAddress: text('callerIpAddress', 'CallerIpAddress'),
    ResourceId: text('resourceId', 'ResourceId'),
    RawEventData: event,
  })),
  audit(['gcp', null, 'gcp.audit'], 'GCP', ({ text, value, event }) => ({
    OperationName: text('gcp.audit.method_name', 'data.protoPayload.methodName'),
    RawEventData: {
      ...event,
      ...(value('data') as Record<string, unknown> | undefined),
      ...methodOf(text('gcp.audit.method_name'), value('data.protoPayload')),
    },
  })),
  audit(['kubernetes', null, 'audit'], 'Kubernetes Audit', kubernetes),
  audit(['kubernetes', 'application', 'audit'], 'Kubernetes Audit', kubernetes),
];

function kubernetes({ text, value, event }: Reader): Record<string, unknown> {
  return {
    RawEventData: {
      ...event,
      objectRef: objectRef(value('objectRef'), text('apiGroup')),
      requestObject: podRequest({ text, value }),
    },
  };
}

/** Rules name the method by an ECS field; the record has it in protoPayload. */
function methodOf(method: string | undefined, payload: unknown): Record<string, unknown> {
  if (method === undefined) return {};
  return { protoPayload: { ...(payload as Record<string, unknown>), methodName: method } };
}

function audit(
  logsource: Connector['logsources'][number],
  dataSource: string,
  columns: (event: Reader) => Record<string, unknown>,
): Connector {
  return {
    logsources: [logsource],
    target: 'defender-xdr',
    table: 'CloudAuditEvents',
    source: CLOUD_AUDIT,
    row: (event) => ({ Timestamp: event.time, DataSource: dataSource, ...columns(event) }),
  };
}

const APP_EVENTS: readonly Connector[] = [
  {
    logsources: [['github', null, 'audit']],
    target: 'defender-xdr',
    table: 'CloudAppEvents',
    source: CLOUD_APP,
    row: ({ text, time, event }) => ({
      Timestamp: time,
      ActionType: text('action'),
      Application: 'GitHub Enterprise Cloud',
      RawEventData: event,
    }),
  },
  {
    logsources: [['m365', null, 'exchange']],
    target: 'defender-xdr',
    table: 'CloudAppEvents',
    source: CLOUD_APP,
    row: ({ text, time }) => ({
      Timestamp: time,
      ActionType: text('eventName'),
      Application: 'Microsoft Exchange Online',
      RawEventData: {
        Workload: text('eventSource') ?? 'Exchange',
        Operation: text('eventName'),
        ResultStatus: officeStatus(text('status')),
      },
    }),
  },
  {
    // The unified audit log's record of the same activity: other names, and no category.
    logsources: [['azure', null, 'auditlogs']],
    target: 'defender-xdr',
    table: 'CloudAppEvents',
    origin: 'equivalent',
    source:
      'https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema',
    row: ({ text, value, time }) => ({
      Timestamp: time,
      ActionType: text(
        'OperationName',
        'operationName',
        'properties.message',
        'ActivityDisplayName',
        'ActivityType',
        'activityType',
      ),
      Application: 'Office 365',
      RawEventData: {
        Workload: 'AzureActiveDirectory',
        ResultStatus: text('Status', 'Result', 'properties.result'),
        UserId: text('Initiatedby', 'Initiatied.By', 'properties.initiatedBy', 'InitiatedBy'),
        Target: value('Target', 'TargetResources', 'properties.targetResources'),
        ModifiedProperties: value('TargetResources.modifiedProperties'),
        ExtendedProperties: value('additionalDetails'),
      },
    }),
  },
  {
    logsources: [['okta', null, 'okta']],
    target: 'defender-xdr',
    table: 'IdentityEvents',
    source: `${HUNTING}-identityevents-table`,
    row: ({ text, time, event }) => ({
      Timestamp: time,
      ActionType: text('eventType'),
      Application: 'Okta',
      IPAddress: text('client.ipAddress'),
      RawEventData: event,
    }),
  },
];

export const HUNTING_CONNECTORS: readonly Connector[] = [...AUDIT_EVENTS, ...APP_EVENTS];
