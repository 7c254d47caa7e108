/*
 * Which Sigma log sources a Windows event belongs to. Categories and channels are those of
 * SigmaHQ's `tests/thor.yml` (2026-08-05); services that file does not list are taken from the
 * channel named in the rules' own `logsource.definition`.
 */

export const SYSMON = 'Microsoft-Windows-Sysmon';
export const LINUX_SYSMON = 'Linux-Sysmon';

/** Sysmon event ID → Sigma categories; https://learn.microsoft.com/sysinternals/downloads/sysmon */
const SYSMON_CATEGORIES: Readonly<Record<number, readonly string[]>> = {
  1: ['process_creation'],
  2: ['file_change'],
  3: ['network_connection'],
  4: ['sysmon_status'],
  5: ['process_termination'],
  6: ['driver_load'],
  7: ['image_load'],
  8: ['create_remote_thread'],
  9: ['raw_access_thread'],
  10: ['process_access'],
  11: ['file_event'],
  12: ['registry_event'],
  13: ['registry_event', 'registry_set'],
  14: ['registry_event', 'registry_rename'],
  15: ['create_stream_hash'],
  16: ['sysmon_status'],
  17: ['pipe_created'],
  18: ['pipe_created'],
  19: ['wmi_event'],
  20: ['wmi_event'],
  21: ['wmi_event'],
  22: ['dns_query'],
  23: ['file_delete'],
  24: ['clipboard_change'],
  25: ['process_tampering'],
  26: ['file_delete_detected'],
  27: ['file_block_executable'],
  28: ['file_block_shredding'],
  29: ['file_executable_detected'],
  255: ['sysmon_error'],
};

/** Event 12 is three things, told apart by its EventType. */
const REGISTRY_OBJECT_CATEGORIES: Readonly<Record<string, string>> = {
  CreateKey: 'registry_add',
  DeleteKey: 'registry_delete',
  DeleteValue: 'registry_delete',
};

const POWERSHELL_CATEGORIES: Readonly<Record<number, string>> = {
  4103: 'ps_module',
  4104: 'ps_script',
};

const POWERSHELL_CLASSIC_CATEGORIES: Readonly<Record<number, string>> = {
  400: 'ps_classic_start',
  600: 'ps_classic_provider_start',
  800: 'ps_classic_script',
};

const CHANNEL_SERVICES: Readonly<Record<string, string>> = {
  Application: 'application',
  Security: 'security',
  System: 'system',
  'Microsoft-Windows-Sysmon/Operational': 'sysmon',
  'Microsoft-Windows-PowerShell/Operational': 'powershell',
  'PowerShellCore/Operational': 'powershell',
  'Windows PowerShell': 'powershell-classic',
  'Microsoft-Windows-TaskScheduler/Operational': 'taskscheduler',
  'Microsoft-Windows-WMI-Activity/Operational': 'wmi',
  'Microsoft-Windows-DHCP-Server/Operational': 'dhcp',
  'Microsoft-Windows-PrintService/Admin': 'printservice-admin',
  'Microsoft-Windows-PrintService/Operational': 'printservice-operational',
  'Microsoft-Windows-SmbClient/Security': 'smbclient-security',
  'Microsoft-Windows-SmbClient/Connectivity': 'smbclient-connectivity',
  'Microsoft-Windows-SMBServer/Connectivity': 'smbserver-connectivity',
  'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational':
    'terminalservices-localsessionmanager',
  'Microsoft-Windows-CodeIntegrity/Operational': 'codeintegrity-operational',
  'Microsoft-Windows-AppLocker/MSI and Script': 'applocker',
  'Microsoft-Windows-AppLocker/EXE and DLL': 'applocker',
  'Microsoft-Windows-AppLocker/Packaged app-Deployment': 'applocker',
  'Microsoft-Windows-AppLocker/Packaged app-Execution': 'applocker',
  'MSExchange Management': 'msexchange-management',
  'Microsoft-Windows-Windows Defender/Operational': 'windefend',
  'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall': 'firewall-as',
  'Microsoft-Windows-Bits-Client/Operational': 'bits-client',
  'Microsoft-Windows-Security-Mitigations/Kernel Mode': 'security-mitigations',
  'Microsoft-Windows-Security-Mitigations/User Mode': 'security-mitigations',
  'Microsoft-Windows-Diagnosis-Scripted/Operational': 'diagnosis-scripted',
  'Microsoft-Windows-Shell-Core/Operational': 'shell-core',
  'OpenSSH/Operational': 'openssh',
  'Microsoft-Windows-LDAP-Client/Debug': 'ldap',
  'Microsoft-Windows-BitLocker/BitLocker Management': 'bitlocker',
  'Microsoft-Windows-VHDMP/Operational': 'vhdmp',
  'Microsoft-Windows-VHDMP-Operational': 'vhdmp',
  'Microsoft-Windows-AppXDeploymentServer/Operational': 'appxdeployment-server',
  'Microsoft-Windows-LSA/Operational': 'lsa-server',
  'Microsoft-Windows-AppxPackaging/Operational': 'appxpackaging-om',
  'Microsoft-Windows-DNS Client Events/Operational': 'dns-client',
  'Microsoft-Windows-AppModel-Runtime/Admin': 'appmodel-runtime',
  'Microsoft-Windows-CAPI2/Operational': 'capi2',
  'Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational':
    'certificateservicesclient-lifecycle-system',
  'Microsoft-Windows-Kernel-ShimEngine/Operational': 'kernel-shimengine',
  'Microsoft-Windows-Kernel-ShimEngine/Diagnostic': 'kernel-shimengine',
  'Microsoft-Windows-Application-Experience/Program-Telemetry': 'application-experience',
  'Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant':
    'application-experience',
  'Microsoft-Windows-Ntfs/Operational': 'ntfs',
  'Microsoft-Windows-Hyper-V-Worker': 'hyper-v-worker',
  'Microsoft-Windows-Hyper-V-Worker-Admin': 'hyper-v-worker',
  'Microsoft-Windows-Kernel-EventTracing': 'kernel-event-tracing',
  'Microsoft-Windows-SENSE/Operational': 'sense',
  'Microsoft-IIS-Configuration/Operational': 'iis-configuration',
  'Microsoft-Windows-NTLM/Operational': 'ntlm',
  'DNS Server': 'dns-server',
  'Microsoft-Windows-DNS-Server/Audit': 'dns-server-audit',
  'Microsoft-Windows-DNS-Server/Analytical': 'dns-server-analytic',
  'Microsoft-Windows-DriverFrameworks-UserMode/Operational': 'driver-framework',
  'Microsoft-ServiceBus-Client/Admin': 'microsoft-servicebus-client',
  'Microsoft-ServiceBus-Client/Operational': 'microsoft-servicebus-client',
};

/** `thor.yml` calls it `servicebus-client`, the rules `microsoft-servicebus-client`. */
const SERVICE_ALIASES: Readonly<Record<string, string>> = {
  'microsoft-servicebus-client': 'servicebus-client',
};

/** Defender events that name a threat or a path; `thor.yml`, `windows-defender-antivirus-mapping`. */
const ANTIVIRUS_EVENTS = new Set([
  1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116,
]);

export interface LogSourceName {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

/** The log sources of a Windows or Linux Sysmon event, the generic category first. */
export function logSourcesOf(event: {
  provider: string;
  channel: string;
  eventId: number;
  eventType: string;
  objectType: string;
}): LogSourceName[] {
  if (event.provider === LINUX_SYSMON) {
    return [
      ...sysmonCategories(event).map((category) => source('linux', category, null)),
      source('linux', null, 'sysmon'),
    ];
  }
  const found: LogSourceName[] = [];
  if (event.provider === SYSMON) {
    for (const category of sysmonCategories(event)) found.push(source('windows', category, null));
  }
  const service = CHANNEL_SERVICES[event.channel];
  for (const category of serviceCategories(service, event.eventId, event.objectType)) {
    found.push(source(category === 'antivirus' ? null : 'windows', category, null));
  }
  if (service) found.push(source('windows', null, service));
  const alias = service ? SERVICE_ALIASES[service] : undefined;
  if (alias) found.push(source('windows', null, alias));
  if (event.channel === 'RPCFW') found.push(source('rpc_firewall', 'application', null));
  // A source that says less covers the same event: only an unknown channel needs the product alone.
  if (found.length === 0) found.push(source('windows', null, null));
  return found;
}

/** The channel of a Sigma service, the first where it has several. */
export function channelOf(service: string): string | null {
  const wanted = Object.entries(SERVICE_ALIASES).find(([, alias]) => alias === service)?.[0];
  const found = Object.entries(CHANNEL_SERVICES).find(([, name]) => name === (wanted ?? service));
  return found?.[0] ?? null;
}

/** Sysmon event IDs of a Sigma category, in order. */
export function sysmonEventIds(category: string): { eventId: number; eventType: string | null }[] {
  const ids = Object.entries(SYSMON_CATEGORIES)
    .filter(([, categories]) => categories.includes(category))
    .map(([id]) => ({ eventId: Number(id), eventType: null as string | null }));
  const objects = Object.entries(REGISTRY_OBJECT_CATEGORIES)
    .filter(([, name]) => name === category)
    .map(([eventType]) => ({ eventId: 12, eventType }));
  return [...ids, ...objects];
}

function sysmonCategories(event: { eventId: number; eventType: string }): string[] {
  const categories = [...(SYSMON_CATEGORIES[event.eventId] ?? [])];
  const object = event.eventId === 12 ? REGISTRY_OBJECT_CATEGORIES[event.eventType] : undefined;
  if (object) categories.push(object);
  return categories;
}

/**
 * `thor.yml` maps 4688 only; that 4657 tells of registry values and 4663 of file access is how
 * Microsoft's ASIM parsers read them (ASimRegistryEventMicrosoftSecurityEvent,
 * ASimFileEventMicrosoftSecurityEvents).
 */
function serviceCategories(
  service: string | undefined,
  eventId: number,
  objectType: string,
): readonly string[] {
  switch (service) {
    case 'security':
      if (eventId === 4688) return ['process_creation'];
      if (eventId === 4657) return ['registry_event', 'registry_set'];
      return eventId === 4663 && objectType === 'File' ? ['file_access'] : [];
    case 'powershell':
      return named(POWERSHELL_CATEGORIES[eventId]);
    case 'powershell-classic':
      return named(POWERSHELL_CLASSIC_CATEGORIES[eventId]);
    case 'windefend':
      return ANTIVIRUS_EVENTS.has(eventId) ? ['antivirus'] : [];
    default:
      return [];
  }
}

function named(category: string | undefined): readonly string[] {
  return category === undefined ? [] : [category];
}

function source(
  product: string | null,
  category: string | null,
  service: string | null,
): LogSourceName {
  return { product, category, service };
}
