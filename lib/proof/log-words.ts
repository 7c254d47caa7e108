import type { LogSource } from '@/lib/sigma';

/*
 * Some fields are written by a log in a few fixed words. An event with another word there is one that
 * nothing writes, and a query that takes the field for a closed list (`Success`, else failure) is right
 * to do so. Constructed events and near misses therefore keep to the words.
 */

interface Vocabulary {
  readonly product: string | null;
  readonly category?: readonly string[];
  readonly service?: readonly string[];
  readonly fields: readonly string[];
  /** What the log writes; rules may spell the letters in another case. */
  readonly words: readonly string[];
  /** true: the field has other values too, but these words in this spelling only. */
  readonly open?: boolean;
}

const REGISTRY = ['registry_event', 'registry_set', 'registry_add', 'registry_delete'];

/** https://learn.microsoft.com/graph/api/resources/directoryaudit: operationResult */
const AUDIT_RESULTS = ['success', 'failure', 'timeout'];

const VOCABULARIES: readonly Vocabulary[] = [
  {
    // https://learn.microsoft.com/sysinternals/downloads/sysmon
    product: 'windows',
    category: [...REGISTRY, 'registry_rename'],
    fields: ['EventType'],
    words: ['SetValue', 'CreateKey', 'DeleteKey', 'DeleteValue', 'RenameKey'],
  },
  {
    // Sysmon's wording of data without text, as SigmaHQ's published samples have it.
    product: 'windows',
    category: REGISTRY,
    fields: ['Details'],
    words: ['(Empty)', 'Binary Data'],
    open: true,
  },
  {
    product: 'windows',
    category: ['network_connection'],
    fields: ['Initiated', 'SourceIsIpv6', 'DestinationIsIpv6'],
    words: ['true', 'false'],
  },
  {
    product: 'azure',
    service: ['auditlogs'],
    fields: ['Status', 'Result', 'properties.result'],
    words: AUDIT_RESULTS,
  },
  {
    // The portal's names: https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-ins
    product: 'azure',
    service: ['signinlogs'],
    fields: ['Status'],
    words: ['Success', 'Failure', 'Interrupted'],
  },
  {
    product: 'azure',
    service: ['signinlogs'],
    fields: ['ActivityDetails'],
    words: ['Sign-ins'],
  },
  {
    // https://learn.microsoft.com/graph/api/resources/devicedetail
    product: 'azure',
    service: ['signinlogs'],
    fields: ['DeviceDetail.trusttype', 'DeviceDetail.trustType'],
    words: ['', 'Azure AD registered', 'Azure AD joined', 'Hybrid Azure AD joined'],
  },
  {
    product: 'azure',
    service: ['signinlogs'],
    fields: ['DeviceDetail.isCompliant'],
    words: ['true', 'false'],
  },
  {
    // https://learn.microsoft.com/graph/api/resources/signin: riskState
    product: 'azure',
    service: ['signinlogs'],
    fields: ['RiskState', 'properties.riskState'],
    words: ['none', 'confirmedSafe', 'remediated', 'dismissed', 'atRisk', 'confirmedCompromised'],
  },
  {
    product: 'm365',
    service: ['exchange'],
    fields: ['eventSource'],
    words: ['Exchange', 'SharePoint'],
  },
  { product: 'm365', service: ['exchange'], fields: ['status'], words: ['success', 'failed'] },
  {
    // Each of Google's services writes its own name.
    product: 'gcp',
    service: ['google_workspace.admin', 'google_workspace.login'],
    fields: ['eventService', 'protoPayload.serviceName', 'protoPayload.Servicename'],
    words: ['admin.googleapis.com', 'login.googleapis.com'],
  },
  {
    // What firewalls call the two things that they do; some only say whether they blocked.
    product: null,
    category: ['firewall'],
    fields: ['action'],
    words: ['deny', 'drop', 'accept', 'forward', '2'],
  },
  { product: null, category: ['firewall'], fields: ['blocked'], words: ['false', 'true'] },
  {
    // The record types that rules name, of those in the kernel's include/uapi/linux/audit.h.
    product: 'linux',
    service: ['auditd'],
    fields: ['type'],
    words: ['EXECVE', 'PATH', 'SYSCALL', 'CWD', 'USER_CMD', 'SERVICE_STOP', 'ADD_USER'],
  },
];

/** The words of a field that has no other value, or null when it may have any. */
export function fixedWords(logsource: LogSource, field: string): readonly string[] | null {
  const found = vocabularyOf(logsource, field);
  return found && !found.open ? found.words : null;
}

/** Values to try first for a field: what its log writes there. */
export function usualWords(logsource: LogSource, field: string): readonly string[] {
  return vocabularyOf(logsource, field)?.words ?? [];
}

/** Whether the log writes a value in this letter case only. */
export function isFixedSpelling(logsource: LogSource, field: string, value: string): boolean {
  const found = vocabularyOf(logsource, field);
  return found !== undefined && (!found.open || isOneOf(found.words, value));
}

export function isOneOf(words: readonly string[], value: unknown): boolean {
  const lower = String(value).toLowerCase();
  return words.some((word) => word.toLowerCase() === lower);
}

function vocabularyOf(
  { product, category, service }: LogSource,
  field: string,
): Vocabulary | undefined {
  return VOCABULARIES.find(
    (one) =>
      one.product === product &&
      (one.category === undefined || one.category.includes(category ?? '')) &&
      (one.service === undefined || one.service.includes(service ?? '')) &&
      one.fields.includes(field),
  );
}
