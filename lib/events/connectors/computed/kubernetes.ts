import { isObject } from '../../read-raw';
import type { EventReader } from '../event-reader';

/* Audit events of Kubernetes: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */

/** The object of the request. Rules put its API group next to it. */
export function kubernetesObject(event: EventReader): unknown {
  const reference = event.value('objectRef');
  const apiGroup = event.text('apiGroup');
  if (apiGroup === undefined) return reference;
  return { ...(isObject(reference) ? reference : {}), apiGroup };
}

/**
 * The request's body. Rules treat a host path and a capability as top-level fields; both are deep in a
 * pod's specification: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export function kubernetesRequest(event: EventReader): unknown {
  const path = event.text('hostPath');
  const capability = event.text('capabilities');
  if (path === undefined && capability === undefined) return event.value('requestObject');
  const capabilities = { add: [capability] };
  return {
    spec: {
      volumes: path === undefined ? [] : [{ name: 'host', hostPath: { path, type: '' } }],
      containers:
        capability === undefined ? [] : [{ name: 'main', securityContext: { capabilities } }],
    },
  };
}

const CLOUD_MEMBERS = [
  ['Verb', 'verb'],
  ['Level', 'level'],
  ['Stage', 'stage'],
  ['AuditID', 'auditID'],
  ['RequestURI', 'requestURI'],
  ['UserAgent', 'userAgent'],
  ['SourceIPs', 'sourceIPs'],
  ['User', 'user'],
  ['Annotations', 'annotations'],
  ['ResponseStatus', 'responseStatus'],
  ['ResponseObject', 'responseObject'],
] as const;

/**
 * The record as Defender for Cloud keeps it: its members begin with a capital letter, and what is below
 * them keeps the names of Kubernetes. Absent members are null.
 * https://learn.microsoft.com/azure/defender-for-cloud/kubeaudit-events-advanced-hunting
 */
export function kubernetesCloudRecord(event: EventReader): unknown {
  return {
    ...Object.fromEntries(CLOUD_MEMBERS.map(([to, from]) => [to, event.value(from) ?? null])),
    ObjectRef: kubernetesObject(event) ?? null,
    RequestObject: kubernetesRequest(event) ?? null,
  };
}
