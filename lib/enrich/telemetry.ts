import type { LogSource } from '@/lib/sigma/types';

const PRODUCTS: Readonly<Record<string, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  m365: 'Microsoft 365',
  okta: 'Okta',
  onelogin: 'OneLogin',
  github: 'GitHub',
  bitbucket: 'Bitbucket',
  kubernetes: 'Kubernetes',
  cisco: 'Cisco',
  fortigate: 'FortiGate',
  fortios: 'FortiOS',
  paloalto: 'Palo Alto Networks',
  juniper: 'Juniper',
  huawei: 'Huawei',
  zeek: 'Zeek',
  opencanary: 'OpenCanary',
  rpc_firewall: 'RPC Firewall',
  qualys: 'Qualys',
  jvm: 'JVM',
  sql: 'SQL',
  spring: 'Spring',
  django: 'Django',
  nodejs: 'Node.js',
  ruby_on_rails: 'Ruby on Rails',
  velocity: 'Velocity',
  python: 'Python',
};

// A category names events of a kind, on whatever product the rule says.
const CATEGORIES: Readonly<Record<string, string>> = {
  process_creation: 'process creation events',
  process_access: 'process access events',
  process_tampering: 'process tampering events',
  process_termination: 'process termination events',
  create_remote_thread: 'remote thread events',
  raw_access_thread: 'raw disk access events',
  file_event: 'file creation events',
  file_access: 'file access events',
  file_change: 'file change events',
  file_delete: 'file deletion events',
  file_rename: 'file rename events',
  file_executable_detected: 'executable file events',
  file_block_executable: 'blocked executable events',
  create_stream_hash: 'alternate data stream events',
  registry_set: 'registry value events',
  registry_add: 'registry key creation events',
  registry_delete: 'registry deletion events',
  registry_event: 'registry events',
  registry_rename: 'registry rename events',
  image_load: 'library load events',
  driver_load: 'driver load events',
  network_connection: 'network connection events',
  dns_query: 'DNS query events',
  pipe_created: 'named pipe events',
  ps_script: 'PowerShell script block logs',
  ps_module: 'PowerShell module logs',
  ps_classic_start: 'PowerShell engine start events',
  ps_classic_provider_start: 'PowerShell provider start events',
  ps_classic_script: 'PowerShell classic logs',
  wmi_event: 'WMI subscription events',
  sysmon_status: 'Sysmon service events',
  sysmon_error: 'Sysmon error events',
  clipboard_capture: 'clipboard events',
  antivirus: 'antivirus alerts',
  webserver: 'web server logs',
  proxy: 'web proxy logs',
  firewall: 'firewall logs',
  dns: 'DNS logs',
  database: 'database logs',
  application: 'application logs',
  appliance: 'appliance logs',
};

// product/service or service → the log by its name.
const SERVICES: Readonly<Record<string, string>> = {
  'windows/security': 'the Windows Security log',
  'windows/system': 'the Windows System log',
  'windows/application': 'the Windows Application log',
  'windows/sysmon': 'the Sysmon log',
  'windows/windefend': 'the Microsoft Defender Antivirus log',
  'windows/taskscheduler': 'the Windows Task Scheduler log',
  'windows/powershell': 'the Windows PowerShell log',
  'windows/powershell-classic': 'the classic Windows PowerShell log',
  'windows/wmi': 'the Windows WMI Activity log',
  'windows/ntlm': 'the Windows NTLM log',
  'windows/applocker': 'the AppLocker log',
  'windows/dns-server': 'the Windows DNS Server log',
  'windows/dns-client': 'the Windows DNS Client log',
  'windows/bits-client': 'the Windows BITS Client log',
  'windows/firewall-as': 'the Windows Firewall log',
  'windows/codeintegrity-operational': 'the Windows Code Integrity log',
  'windows/appxdeployment-server': 'the Windows AppX Deployment log',
  'windows/appxpackaging-om': 'the Windows AppX Packaging log',
  'windows/msexchange-management': 'the Exchange Management log',
  'windows/iis-configuration': 'the IIS Configuration log',
  'windows/security-mitigations': 'the Windows Security Mitigations log',
  'windows/printservice-admin': 'the Windows Print Service log',
  'windows/printservice-operational': 'the Windows Print Service log',
  'windows/terminalservices-localsessionmanager': 'the Windows Terminal Services log',
  'windows/openssh': 'the Windows OpenSSH log',
  'windows/ldap': 'the Windows LDAP Client log',
  'windows/lsa-server': 'the Windows LSA log',
  'windows/shell-core': 'the Windows Shell Core log',
  'windows/capi2': 'the Windows CAPI2 log',
  'windows/driver-framework': 'the Windows Driver Framework log',
  'windows/smbclient-security': 'the Windows SMB Client log',
  'windows/smbclient-connectivity': 'the Windows SMB Client log',
  'windows/smbserver-connectivity': 'the Windows SMB Server log',
  'windows/diagnosis-scripted': 'the Windows scripted diagnostics log',
  'windows/microsoft-servicebus-client': 'the Windows Service Bus Client log',
  'windows/certificateservicesclient-lifecycle-system': 'the Windows certificate lifecycle log',
  'linux/auditd': 'the Linux audit log',
  'linux/syslog': 'Linux syslog',
  'linux/auth': 'the Linux authentication log',
  'linux/sshd': 'the Linux SSH daemon log',
  'linux/cron': 'the Linux cron log',
  'linux/clamav': 'the ClamAV log',
  'linux/vsftpd': 'the vsftpd log',
  'linux/guacamole': 'the Guacamole log',
  'aws/cloudtrail': 'AWS CloudTrail',
  'azure/auditlogs': 'Microsoft Entra audit logs',
  'azure/signinlogs': 'Microsoft Entra sign-in logs',
  'azure/riskdetection': 'Microsoft Entra risk detections',
  'azure/pim': 'Microsoft Entra Privileged Identity Management alerts',
  'azure/activitylogs': 'the Azure activity log',
  'gcp/gcp.audit': 'Google Cloud audit logs',
  'gcp/google_workspace.admin': 'Google Workspace admin logs',
  'gcp/google_workspace.login': 'Google Workspace login logs',
  'm365/threat_management': 'Microsoft 365 threat management alerts',
  'm365/threat_detection': 'Microsoft 365 threat detection alerts',
  'm365/audit': 'the Microsoft 365 audit log',
  'm365/exchange': 'the Exchange Online audit log',
  'okta/okta': 'the Okta system log',
  'onelogin/onelogin.events': 'OneLogin events',
  'github/audit': 'the GitHub audit log',
  'bitbucket/audit': 'the Bitbucket audit log',
  'kubernetes/audit': 'Kubernetes audit logs',
  'cisco/aaa': 'Cisco AAA logs',
  'cisco/duo': 'Cisco Duo logs',
  'cisco/bgp': 'Cisco BGP logs',
  'huawei/bgp': 'Huawei BGP logs',
  'juniper/bgp': 'Juniper BGP logs',
  'paloalto/globalprotect': 'GlobalProtect logs',
  'fortigate/event': 'FortiGate event logs',
  'fortios/sslvpnd': 'FortiOS SSL VPN logs',
  'zeek/smb_files': 'Zeek SMB file logs',
  'zeek/dce_rpc': 'Zeek DCE-RPC logs',
  'zeek/x509': 'Zeek certificate logs',
  '/apache': 'Apache logs',
  '/nginx': 'nginx logs',
  '/netflow': 'NetFlow records',
};

/** The events of a log source, as a noun: `file creation events on Windows`. */
export function telemetry({ product, category, service }: LogSource): string {
  if (service) {
    const known = SERVICES[`${product ?? ''}/${service}`];
    if (known) return known;
  }
  const name = product ? (PRODUCTS[product] ?? words(product)) : '';
  if (service) return `${name} ${serviceName(service)} logs`.trim();
  if (category) {
    const events = CATEGORIES[category] ?? `${words(category)} events`;
    if (!name || events.startsWith('PowerShell')) return events;
    return category === 'application' || category === 'appliance'
      ? `${name} ${events}`
      : `${events} on ${name}`;
  }
  return name ? `${name} logs` : 'the logs';
}

function serviceName(service: string): string {
  const text = words(service);
  // Acronyms of protocols, as Zeek names its logs.
  return /^[a-z0-9]{2,4}$/.test(text) ? text.toUpperCase() : text;
}

function words(text: string): string {
  return text.replace(/[_\s]+/g, ' ').trim();
}
