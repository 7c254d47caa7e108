import type { EventReader } from '../event-reader';
import { awsCaller, awsErrorCode, awsErrorMessage, awsOutcome, awsRecord } from './aws';
import { defenderFilePath, defenderUserName } from './defender-columns';
import { auditResult, auditResultReason, auditTargets } from './entra-audit';
import { firewallAllows, fortinetExtensions } from './firewall';
import { gcpRecord, workspaceParameters } from './google';
import { kubernetesCloudRecord, kubernetesObject, kubernetesRequest } from './kubernetes';
import { auditLine, openCanaryLine, sudoLine } from './log-line';
import { exchangeOutcome } from './office';
import { proxyHost, proxyHostName, proxyPath, proxyUrl } from './proxy-request';
import { qualysDetections } from './qualys';
import {
  signInCode,
  signInDetails,
  signInDevice,
  signInOutcome,
  signInProtocol,
  signInStatus,
} from './sign-in';
import { sqlAuditMembers } from './sql-audit';
import { combinedLogLine, iisOutcome, iisUrl, requestPath, webServerStem } from './web-server';

/** Computations that connector files may name, for columns that do not simply copy a field. */
export const COMPUTED: ReadonlyMap<string, (event: EventReader) => unknown> = new Map(
  Object.entries({
    auditLine,
    auditResult,
    auditResultReason,
    auditTargets,
    awsCaller,
    awsErrorCode,
    awsErrorMessage,
    awsOutcome,
    awsRecord,
    combinedLogLine,
    defenderFilePath,
    defenderUserName,
    exchangeOutcome,
    firewallAllows,
    fortinetExtensions,
    gcpRecord,
    iisOutcome,
    iisUrl,
    kubernetesCloudRecord,
    kubernetesObject,
    kubernetesRequest,
    openCanaryLine,
    proxyHost,
    proxyHostName,
    proxyPath,
    proxyUrl,
    qualysDetections,
    requestPath,
    signInCode,
    signInDetails,
    signInDevice,
    signInOutcome,
    signInProtocol,
    signInStatus,
    sqlAuditMembers,
    sudoLine,
    webServerStem,
    workspaceParameters,
  }),
);
